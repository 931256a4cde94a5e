package dev.chatcredits.credit.catalog;

import dev.chatcredits.credit.ledger.Anchor;
import dev.chatcredits.credit.ledger.PlainText;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads the catalog once, at the start, and refuses one that makes no sense by the name of the key. */
@ApplicationScoped
class CatalogReader {

    /** No plan, price or sum of them comes near what a 64-bit number holds. */
    private static final long MOST_CREDITS = 1_000_000_000;

    /** What fits beside other plans on a page. */
    private static final int MOST_HIGHLIGHTS = 10;

    private static final int LONGEST_HIGHLIGHT = 120;

    @Produces
    @Singleton
    @Startup
    Catalog read(CatalogConfig config) {
        require(!config.plans().isEmpty(), "credits.plans: at least one plan is needed");
        require(!config.models().isEmpty(), "credits.models: at least one model is needed");
        Map<String, Catalog.Plan> plans = byId("credits.plans", config.plans(), CatalogConfig.Plan::id, (key, p) -> {
            requireCredits(key, p.credits(), 0);
            return new Catalog.Plan(p.id(), p.name().orElse(p.id()), p.credits(), highlights(key, p));
        });
        Map<String, Long> features =
                byId("credits.features", config.features(), CatalogConfig.Feature::id, (key, f) -> {
                    requireCredits(key, f.credits(), 0);
                    return f.credits();
                });
        Map<String, Catalog.Model> models =
                byId("credits.models", config.models(), CatalogConfig.Model::id, (key, m) -> {
                    requireCredits(key, m.credits(), 1);
                    return new Catalog.Model(m.id(), m.name().orElse(m.id()), m.credits());
                });
        require(
                config.defaultCost() >= 1 && config.defaultCost() <= MOST_CREDITS,
                "credits.default-cost: must be from 1 to " + MOST_CREDITS + ", is " + config.defaultCost());
        return new Catalog(
                plans,
                features,
                models,
                config.unknownModels() == CatalogConfig.UnknownModels.REFUSE
                        ? Optional.empty()
                        : Optional.of(config.defaultCost()),
                new Anchor(config.period().anchor(), zone(config.period().zone())));
    }

    private interface Reader<C, T> {
        T read(String key, C configured);
    }

    private static <C, T> Map<String, T> byId(
            String list, List<C> configured, Function<C, String> id, Reader<C, T> reader) {
        Map<String, T> byId = new LinkedHashMap<>();
        for (int i = 0; i < configured.size(); i++) {
            String key = list + "[" + i + "]";
            String value = id.apply(configured.get(i));
            require(!value.isBlank(), key + ".id: must not be empty");
            require(
                    byId.put(value, reader.read(key, configured.get(i))) == null,
                    key + ".id: '" + value + "' is there twice; ids must differ");
        }
        return Catalog.ordered(byId);
    }

    private static List<String> highlights(String plan, CatalogConfig.Plan configured) {
        List<String> highlights = configured.highlights().orElse(List.of());
        require(
                highlights.size() <= MOST_HIGHLIGHTS,
                plan + ".highlights: at most " + MOST_HIGHLIGHTS + " are shown, there are " + highlights.size());
        for (int i = 0; i < highlights.size(); i++) {
            String line = highlights.get(i);
            require(
                    !line.isBlank() && line.length() <= LONGEST_HIGHLIGHT && PlainText.is(line),
                    plan + ".highlights[" + i + "]: must be 1 to " + LONGEST_HIGHLIGHT
                            + " characters without control characters");
        }
        return highlights;
    }

    /** Read here and not by a converter, which wouldn't name the key. */
    private static ZoneId zone(String id) {
        try {
            return ZoneId.of(id);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("credits.period.zone: there is no time zone '" + id + "'", e);
        }
    }

    private static void requireCredits(String key, long credits, long least) {
        require(
                credits >= least && credits <= MOST_CREDITS,
                key + ".credits: must be from " + least + " to " + MOST_CREDITS + ", is " + credits);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
