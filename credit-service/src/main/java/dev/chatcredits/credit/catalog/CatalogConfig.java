package dev.chatcredits.credit.catalog;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Plans, features, models and periods. */
@ConfigMapping(prefix = "credits")
interface CatalogConfig {

    /** At least one. An operator who configures plans, features or models replaces that whole list of the shipped catalog. */
    List<Plan> plans();

    /** What features give; the highest of all plans and features counts. */
    List<Feature> features();

    /** At least one. */
    List<Model> models();

    /** What a model without a price costs; refusing it instead is safer where models are added by others. */
    @WithDefault("DEFAULT_COST")
    UnknownModels unknownModels();

    /** The specification's default: the cheapest model's price. */
    @WithDefault("1")
    long defaultCost();

    PeriodConfig period();

    /** What happens to a hold or an event for a model without a price. */
    enum UnknownModels {
        DEFAULT_COST,
        REFUSE
    }

    /** A plan. */
    interface Plan {
        String id();

        /** What people see; the id when left out. */
        Optional<String> name();

        /** Per period. */
        long credits();

        /** What else people get by it, a line each, shown as text with the plans; none when left out. */
        Optional<List<String>> highlights();
    }

    /** A feature that gives credits by itself. */
    interface Feature {
        String id();

        /** Per period. */
        long credits();
    }

    /** A model, or all whose ids begin alike: {@code openrouter/*}. */
    interface Model {
        String id();

        /** What people see; the id when left out. */
        Optional<String> name();

        /** Per generation. */
        long credits();
    }

    /** When credits renew. */
    interface PeriodConfig {
        /** Periods are months counted from this day; the first of a month gives calendar months. */
        @WithDefault("2026-01-01")
        LocalDate anchor();

        /** Whose midnight begins a period: {@code Europe/Berlin}. */
        @WithDefault("UTC")
        String zone();
    }
}
