package dev.chatcredits.gateway.provider;

import static dev.chatcredits.gateway.provider.RouteReader.require;

import dev.chatcredits.gateway.provider.ProviderSettings.Upstream;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;

/**
 * The providers by the operator's names for them. One is built, and its settings checked, only when a route names it: the
 * shipped settings know endpoints that most operators have no key for.
 */
final class Providers {

    private final Map<String, Upstream> settings;
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
        return built.computeIfAbsent(name, n -> build(upstream, "gateway.providers." + n));
    }

    private Provider build(Upstream upstream, String key) {
        if (upstream.type() == ProviderSettings.Type.DEMO) {
            require(upstream.baseUrl().isEmpty(), key + ".base-url", "a provider of type demo calls nobody");
            return new DemoProvider(upstream.wordDelay(), vertx);
        }
        throw new IllegalArgumentException(key + ".type: not served yet");
    }
}
