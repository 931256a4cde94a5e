package dev.chatcredits.gateway.provider;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Routes and providers from settings, as the service reads them, without starting it. */
final class TestRoutes {

    private TestRoutes() {}

    static Routes of(Vertx vertx, Map<String, String> settings) {
        return of(vertx, new PropertiesConfigSource(settings, "test", 260));
    }

    /** Shipped settings, those of an operator's file, and the environment: each wins over the ones before it. */
    static Routes of(Vertx vertx, Map<String, String> shipped, String file, Map<String, String> environment) {
        return of(
                vertx,
                new PropertiesConfigSource(shipped, "shipped", 250),
                new PropertiesConfigSource(properties(file), "file", 260),
                new EnvConfigSource(environment, 300));
    }

    /** What {@code application.properties} says about providers and routes. */
    static Map<String, String> shipped() {
        try (var in = TestRoutes.class.getResourceAsStream("/application.properties")) {
            var all = properties(new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
            all.keySet().removeIf(key -> !key.matches("gateway\\.(providers|routes|default-routes)\\b.*"));
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> properties(String text) {
        var properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var map = new HashMap<String, String>();
        properties.stringPropertyNames().forEach(name -> map.put(name, properties.getProperty(name)));
        return map;
    }

    private static Routes of(Vertx vertx, ConfigSource... sources) {
        var config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .addDefaultInterceptors()
                .withSources(sources)
                .withMapping(ProviderSettings.class)
                .withMapping(RouteSettings.class)
                .withMapping(DefaultRoutes.class)
                .build();
        return new Routes(
                config.getConfigMapping(ProviderSettings.class),
                config.getConfigMapping(RouteSettings.class),
                config.getConfigMapping(DefaultRoutes.class),
                vertx);
    }

    /** The client, pointed at a test's server; more settings of its own as {@code "max-event-size=1K"}. */
    static Provider openAi(Vertx vertx, String baseUrl, String... more) {
        var settings = new HashMap<>(Map.of(
                "gateway.providers.test.base-url", baseUrl,
                "gateway.providers.test.api-key", "key-of-test",
                "gateway.routes[0].model", "m",
                "gateway.routes[0].provider", "test"));
        for (var setting : more) {
            var parts = setting.split("=", 2);
            settings.put("gateway.providers.test." + parts[0], parts[1]);
        }
        return of(vertx, settings).find("m").orElseThrow().targets().getFirst().provider();
    }

    static ObjectNode request(String prompt, boolean stream) {
        var request = JsonNodeFactory.instance
                .objectNode()
                .put("model", "upstream-model")
                .put("stream", stream);
        request.putArray("messages").addObject().put("role", "user").put("content", prompt);
        return request;
    }
}
