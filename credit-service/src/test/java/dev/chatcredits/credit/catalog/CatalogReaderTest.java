package dev.chatcredits.credit.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.credit.ledger.Anchor;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Configuration that makes no sense is refused at the start, by the name of the key. */
class CatalogReaderTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            credits.plans[0].id          | plans[0].id= ; plans[0].credits=5
            credits.plans[0].id          | plans[0].credits=5
            credits.plans[0].credits     | plans[0].id=a
            credits.plans[0].credits     | plans[0].id=a ; plans[0].credits=-1
            credits.plans[0].credits     | plans[0].id=a ; plans[0].credits=many
            credits.plans[0].credits     | plans[0].id=a ; plans[0].credits=2.5
            credits.plans[0].credits     | plans[0].id=a ; plans[0].credits=1000000001
            credits.plans[0].credits     | plans[0].id=a ; plans[0].credits=99999999999999999999
            credits.plans[1].id          | plans[0].id=a ; plans[0].credits=1 ; plans[1].id=a ; plans[1].credits=2
            credits.plans[1].credits     | plans[0].id=a ; plans[0].credits=1 ; plans[1].id=b ; plans[1].credits=-2
            credits.plans[0].price       | plans[0].id=a ; plans[0].credits=1 ; plans[0].price=9
            credits.plans[0].highlights[0] | plans[0].id=a ; plans[0].credits=1 ; plans[0].highlights[0]=a\tb
            credits.plans[0].highlights[1] | plans[0].id=a ; plans[0].credits=1 ; plans[0].highlights[0]=b ; plans[0].highlights[1]=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
            credits.plans[0].highlights: | plans[0].id=a ; plans[0].credits=1 ; plans[0].highlights=1,2,3,4,5,6,7,8,9,10,11
            credits.features[0].credits  | features[0].id=f ; features[0].credits=-1
            credits.features[0].credits  | features[0].id=f
            credits.features[1].id       | features[0].id=f ; features[0].credits=1 ; features[1].id=f ; features[1].credits=1
            credits.models[0].credits    | models[0].id=m
            credits.models[0].credits    | models[0].id=m ; models[0].credits=0
            credits.models[0].credits    | models[0].id=m ; models[0].credits=-1
            credits.models[0].id         | models[0].credits=1
            credits.models[1].id         | models[0].id=m ; models[0].credits=1 ; models[1].id=m ; models[1].credits=2
            credits.default-cost         | default-cost=0
            credits.default-cost         | default-cost=-1
            credits.unknown-models       | unknown-models=GUESS
            credits.period.zone          | period.zone=Mars/Olympus
            credits.period.anchor        | period.anchor=the first
            credits.plan[0].id           | plan[0].id=a
            credits.defaultcost          | defaultcost=2
            credits.ledger.hold-live     | ledger.hold-live=15m
            credits.ledger.hold-life     | ledger.hold-life=soon
            credits.expiry.each          | expiry.each=10s
            credits.database.user        | database.user=somebody
            """)
    void isRefusedByTheNameOfTheKey(String key, String settings) {
        String properties = settings.lines()
                .flatMap(line -> List.of(line.split(" ; ", -1)).stream())
                .map(line -> "credits." + line.strip() + "\n")
                .reduce("", String::concat);
        Throwable refused = assertThrows(RuntimeException.class, () -> Configured.by(properties));
        StringBuilder messages = new StringBuilder();
        for (Throwable t = refused; t != null; t = t.getCause()) {
            messages.append(t.getMessage()).append('\n');
        }
        assertTrue(messages.toString().contains(key), messages::toString);
    }

    @Test
    void withoutPlansOrModelsThereIsNothingToServe() {
        CatalogConfig shipped = Configured.config("", Map.of()).getConfigMapping(CatalogConfig.class);
        assertRefused("credits.plans: at least one plan is needed", new Some(shipped, List.of(), shipped.models()));
        assertRefused("credits.models: at least one model is needed", new Some(shipped, shipped.plans(), List.of()));
    }

    private static void assertRefused(String message, CatalogConfig config) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> new CatalogReader().read(config))
                        .getMessage());
    }

    /** The same with other lists. */
    private record Some(CatalogConfig others, List<Plan> plans, List<Model> models) implements CatalogConfig {
        @Override
        public List<Feature> features() {
            return others.features();
        }

        @Override
        public UnknownModels unknownModels() {
            return others.unknownModels();
        }

        @Override
        public long defaultCost() {
            return others.defaultCost();
        }

        @Override
        public PeriodConfig period() {
            return others.period();
        }
    }

    @Test
    void aPlanMayGiveNothingAndNamesMayBeLeftOut() {
        Catalog catalog = Configured.by("""
                credits.plans[0].id=free
                credits.plans[0].credits=0
                credits.models[0].id=m
                credits.models[0].credits=7
                """);
        assertEquals(Map.of("free", new Catalog.Plan("free", "free", 0, List.of())), catalog.plans());
        assertEquals(Map.of("m", new Catalog.Model("m", "m", 7)), catalog.models());
    }

    @Test
    void aPlanCanHaveLinesOfTheOperatorsOwn() {
        String most = "x".repeat(120);
        Catalog catalog = Configured.by("""
                credits.plans[0].id=team
                credits.plans[0].credits=500
                credits.plans[0].highlights[0]=Shared conversations, <b>really</b>
                credits.plans[0].highlights[1]=%s
                credits.plans[1].id=free
                credits.plans[1].credits=5
                """.formatted(most));
        List<String> lines = List.of("Shared conversations, <b>really</b>", most);
        assertEquals(
                Map.of(
                        "team", new Catalog.Plan("team", "team", 500, lines),
                        "free", new Catalog.Plan("free", "free", 5, List.of())),
                catalog.plans());
        Catalog byEnvironment = Configured.byEnvironment(Map.of(
                "CREDITS_PLANS_0__ID", "gold",
                "CREDITS_PLANS_0__CREDITS", "500",
                "CREDITS_PLANS_0__HIGHLIGHTS_0_", "Telephone support"));
        assertEquals(
                Map.of("gold", new Catalog.Plan("gold", "gold", 500, List.of("Telephone support"))),
                byEnvironment.plans());
    }

    @Test
    void theExactModelCountsThenTheLongestWildcardThenTheDefault() {
        String models = """
                credits.models[0].id=openrouter/*
                credits.models[0].credits=3
                credits.models[1].id=openrouter/big-*
                credits.models[1].credits=9
                credits.models[2].id=openrouter/big-one
                credits.models[2].credits=20
                credits.default-cost=2
                """;
        Catalog catalog = Configured.by(models);
        assertEquals(Optional.of(20L), catalog.price("openrouter/big-one"));
        assertEquals(Optional.of(9L), catalog.price("openrouter/big-two"));
        assertEquals(Optional.of(3L), catalog.price("openrouter/small"));
        assertEquals(Optional.of(2L), catalog.price("other"));
        assertEquals(
                Optional.empty(),
                Configured.by(models + "credits.unknown-models=REFUSE").price("other"));
    }

    @Test
    void periodsAreCountedFromTheConfiguredDay() {
        Catalog catalog = Configured.by("""
                credits.period.anchor=2026-01-31
                credits.period.zone=Europe/Berlin
                """);
        assertEquals(new Anchor(LocalDate.of(2026, 1, 31), ZoneId.of("Europe/Berlin")), catalog.anchor());
    }
}
