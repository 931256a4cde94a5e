package dev.chatcredits.gateway.provider;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;

/** Routes and providers from settings, as the service reads them, without starting it. */
final class TestRoutes {

    private TestRoutes() {}

    static Routes of(Vertx vertx, Map<String, String> settings) {
        var config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(settings, "test", 100))
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
