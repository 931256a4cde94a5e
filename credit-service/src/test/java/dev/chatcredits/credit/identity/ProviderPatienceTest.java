package dev.chatcredits.credit.identity;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** To the clients of the provider a patience of nothing means one without end. */
class ProviderPatienceTest {

    @Test
    void theDefaultMakesSense() {
        assertDoesNotThrow(() -> patience(Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT0.0001S"})
    void aPatienceOfNothingIsRefusedByItsKey(String value) {
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> patience(Map.of("credits.identity.patience", value)))
                        .getMessage());
        assertTrue(message.startsWith("credits.identity.patience: must be longer than nothing"), message);
    }

    private static ProviderPatience patience(Map<String, String> settings) {
        return new ProviderPatience(new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(settings, "settings", 100))
                .withMapping(IdentityConfig.class)
                .build()
                .getConfigMapping(IdentityConfig.class));
    }
}
