package dev.chatcredits.credit.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A list of the operator's replaces the shipped one as a whole, wherever it is set. */
class ShippedCatalogTest {

    private static final Set<String> SHIPPED_PLANS = Set.of("starter_user", "pro_user");
    private static final Set<String> SHIPPED_FEATURES = Set.of("25_credits_month", "50_credits_month");

    @Test
    void whereNothingIsConfiguredAllOfItCounts() {
        Catalog catalog = Configured.by("");
        assertEquals(SHIPPED_PLANS, catalog.plans().keySet());
        assertEquals(SHIPPED_FEATURES, catalog.features().keySet());
        assertEquals(4, catalog.models().size());
    }

    @Test
    void aListOfTheOperatorsStandsAlone() {
        Catalog catalog = Configured.by("""
                credits.models[0].id=mine
                credits.models[0].credits=7
                """);
        assertEquals(
                Map.of("mine", new Catalog.Model("mine", "mine", 7)), catalog.models(), "with no shipped name either");
        assertEquals(SHIPPED_PLANS, catalog.plans().keySet());
        assertEquals(SHIPPED_FEATURES, catalog.features().keySet());
    }

    @Test
    void aListInEnvironmentVariablesStandsAloneToo() {
        Catalog catalog = Configured.byEnvironment(Map.of(
                "CREDITS_PLANS_0__ID", "gold",
                "CREDITS_PLANS_0__CREDITS", "500",
                "CREDITS_FEATURES_0__ID", "beta",
                "CREDITS_FEATURES_0__CREDITS", "10"));
        assertEquals(Map.of("gold", new Catalog.Plan("gold", "gold", 500, List.of())), catalog.plans());
        assertEquals(Map.of("beta", 10L), catalog.features());
        assertEquals(4, catalog.models().size());
    }

    @Test
    void otherSettingsLeaveTheListsAsTheyAre() {
        assertEquals(
                SHIPPED_PLANS, Configured.by("credits.default-cost=2").plans().keySet());
        assertEquals(
                SHIPPED_PLANS,
                Configured.byEnvironment(Map.of("CREDITS_DEFAULT_COST", "2"))
                        .plans()
                        .keySet());
    }
}
