package dev.chatcredits.credit.catalog;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** The service's configuration, as it would be with what an operator sets. */
final class Configured {

    /** All that {@code credits.*} is for. */
    private static final List<String> MAPPINGS = List.of(
            "catalog.CatalogConfig",
            "account.LedgerConfig",
            "account.DatabaseConfig",
            "completion.CompletionConfig",
            "completion.ExpiryConfig");

    private Configured() {}

    /** By the lines of a properties file. */
    static Catalog by(String properties) {
        return catalog(properties, Map.of());
    }

    static Catalog byEnvironment(Map<String, String> variables) {
        return catalog("", variables);
    }

    static SmallRyeConfig config(String properties, Map<String, String> environment) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(parsed(properties), "the operator's", 500))
                .withSources(new EnvConfigSource(environment, 300))
                .withSources(shippedSettings())
                .withSources(new ShippedCatalog());
        MAPPINGS.forEach(mapping -> builder.withMapping(type(mapping)));
        return builder.build();
    }

    private static Catalog catalog(String properties, Map<String, String> environment) {
        return new CatalogReader().read(config(properties, environment).getConfigMapping(CatalogConfig.class));
    }

    private static PropertiesConfigSource shippedSettings() {
        try {
            return new PropertiesConfigSource(
                    Configured.class
                            .getResource("/application.properties")
                            .toURI()
                            .toURL(),
                    250);
        } catch (IOException | java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName("dev.chatcredits.credit." + name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> parsed(String text) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> map = new HashMap<>();
        properties.forEach((key, value) -> map.put((String) key, (String) value));
        return map;
    }
}
