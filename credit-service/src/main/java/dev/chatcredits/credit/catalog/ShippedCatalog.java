package dev.chatcredits.credit.catalog;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.PropertiesConfigSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * The catalog that ships. Configuration merges lists entry by entry, so that an operator's two models would inherit the third and the
 * fourth from here; therefore a list counts only as a whole, and only where the operator has none.
 */
public final class ShippedCatalog implements ConfigSourceFactory {

    private static final List<String> LISTS = List.of("credits.plans", "credits.features", "credits.models");

    /** Below everything that an operator can set. */
    private static final int LOWEST = -1_000;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        Set<String> configured = new TreeSet<>();
        for (Iterator<String> names = context.iterateNames(); names.hasNext(); ) {
            String name = names.next();
            LISTS.stream().filter(list -> isIn(list, name)).forEach(configured::add);
        }
        Map<String, String> shipped = new HashMap<>();
        read().forEach((key, value) -> {
            String name = String.valueOf(key);
            if (configured.stream().noneMatch(list -> isIn(list, name))) {
                shipped.put(name, String.valueOf(value));
            }
        });
        return List.of(new PropertiesConfigSource(shipped, "the shipped catalog", LOWEST));
    }

    @Override
    public OptionalInt getPriority() {
        return OptionalInt.of(LOWEST);
    }

    /** Environment variables show up under their own names: {@code CREDITS_PLANS_0__ID}. */
    private static boolean isIn(String list, String name) {
        return name.startsWith(list + "[")
                || name.startsWith(list.toUpperCase(Locale.ROOT).replace('.', '_') + "_");
    }

    private static Properties read() {
        try (InputStream in = Objects.requireNonNull(ShippedCatalog.class.getResourceAsStream("/catalog.properties"))) {
            Properties properties = new Properties();
            properties.load(in);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
