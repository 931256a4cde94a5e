package dev.chatcredits.credit.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A generation must not outlive its hold: it would be answered when the credits are somebody else's already. */
class HoldLifeTest {

    @Test
    void aHoldLives15MinutesByDefault() {
        assertEquals(Duration.ofMinutes(15), life(Map.of()).duration());
    }

    @ParameterizedTest
    @CsvSource({"11m,11m", "10m,11m", "PT15M,20m", "0s,0s"})
    void aLifeThatAGenerationCanOutliveIsRefused(String life, String generation) {
        String message = String.valueOf(assertThrows(
                        IllegalArgumentException.class,
                        () -> life(Map.of(
                                "credits.ledger.hold-life", life, "credits.ledger.longest-generation", generation)))
                .getMessage());
        assertTrue(message.startsWith("credits.ledger.hold-life: "), message);
    }

    @Test
    void aLifeThatIsLongerIsTaken() {
        assertEquals(
                Duration.ofSeconds(661),
                life(Map.of("credits.ledger.hold-life", "661s")).duration());
    }

    /** With none, commands would wait for ever, or be looked for without end. */
    @ParameterizedTest
    @ValueSource(strings = {"transactions-in-flight", "commands-per-transaction", "commands-waiting"})
    void aLedgerThatDoesNothingIsRefused(String setting) {
        String name = "credits.ledger." + setting;
        String message = String.valueOf(assertThrows(RuntimeException.class, () -> config(Map.of(name, "0")))
                .getMessage());
        assertTrue(message.contains(name) && message.contains("must be at least 1, is 0"), message);
    }

    private static HoldLife life(Map<String, String> settings) {
        return new HoldLife(config(settings));
    }

    private static LedgerConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(settings, "settings", 100))
                .withMapping(LedgerConfig.class)
                .build()
                .getConfigMapping(LedgerConfig.class);
    }
}
