package dev.chatcredits.gateway.provider;

import static dev.chatcredits.gateway.provider.RouteReader.require;

import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;

/**
 * The providers by the operator's names for them. One is built, and its settings checked, only when a route names it: the
 * shipped settings know endpoints that most operators have no key for.
 */
final class Providers {

    private final Map<String, ProviderSettings.Upstream> settings;
    private final Vertx vertx;
    private final Map<String, Provider> built = new HashMap<>();

    Providers(ProviderSettings settings, Vertx vertx) {
        this.settings = settings.named();
        this.vertx = vertx;
    }

    Provider get(String name, String key) {
        var upstream = settings.get(name);
        if (upstream == null) {
            throw new IllegalArgumentException(key + ": no provider is called " + name);
        }
        return built.computeIfAbsent(name, n -> build(n, upstream));
    }

    private Provider build(String name, ProviderSettings.Upstream settings) {
        var key = "gateway.providers." + name;
        return switch (settings.type()) {
            case DEMO -> {
                require(settings.baseUrl().isEmpty(), key + ".base-url", "a provider of type demo calls nobody");
                require(!settings.wordDelay().isNegative(), key + ".word-delay", "is negative");
                yield new DemoProvider(settings.wordDelay(), vertx);
            }
            case OPENAI -> {
                require(settings.maxConnections() > 0, key + ".max-connections", "must be positive");
                require(settings.connectTimeout().toMillis() > 0, key + ".connect-timeout", "must be positive");
                var address = UpstreamAddress.of(settings, key);
                var eventSize = size(settings.maxEventSize().asLongValue(), key + ".max-event-size");
                var bodySize = size(settings.maxBodySize().asLongValue(), key + ".max-body-size");
                yield new OpenAiProvider(new Upstream(name, address, settings, vertx), eventSize, bodySize);
            }
        };
    }

    private static int size(long bytes, String key) {
        require(bytes > 0 && bytes <= Integer.MAX_VALUE, key, "must be between 1 byte and 2 GiB");
        return (int) bytes;
    }
}
