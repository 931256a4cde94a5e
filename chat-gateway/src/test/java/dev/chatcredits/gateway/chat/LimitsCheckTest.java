package dev.chatcredits.gateway.chat;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.gateway.completion.CompletionConfig;
import dev.chatcredits.gateway.credit.CreditConfig;
import dev.chatcredits.gateway.identity.IdentityConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsCheckTest {

    @Test
    void theDefaultsMakeSense() {
        assertDoesNotThrow(() -> check(Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "gateway.limits.total, 15m",
        "gateway.limits.total, 895s",
        "gateway.limits.hold-life, 10m",
        "gateway.limits.first-token, 11m",
        "gateway.limits.idle, 11m",
        "gateway.limits.idle, 0s",
        "gateway.limits.first-token, 0s",
        "gateway.completion.publish-budget, 5m",
        "gateway.completion.publish-budget, 0s",
        "gateway.credit.timeout, 0s",
        "gateway.credit.timeout, 3m",
        "gateway.limits.per-user, 0",
        "gateway.limits.overall, 0",
        "gateway.limits.unread, 0",
        "gateway.limits.unread, 16383",
        "gateway.limits.provider-retries, -1",
        "gateway.limits.provider-retries, 6",
        "gateway.credit.connections, 0",
        "gateway.credit.reads-per-user, 0",
        "gateway.identity.patience, 0s",
        "gateway.identity.patience, PT-1S",
        "gateway.identity.patience, PT0.0001S"
    })
    void whatMakesNoSenseIsRefusedByItsKey(String key, String value) {
        var refused = assertThrows(IllegalArgumentException.class, () -> check(Map.of(key, value)));
        assertTrue(String.valueOf(refused.getMessage()).contains(key), refused.getMessage());
    }

    /** Its caller would be cut off while it is silent, and charged. */
    @ParameterizedTest
    @CsvSource({"gateway.limits.total, 14m", "gateway.limits.total, 656s", "quarkus.http.idle-timeout, 10m"})
    void aWholeAnswerFitsIntoTheSilenceOfAConnection(String key, String value) {
        var refused = assertThrows(IllegalArgumentException.class, () -> check(Map.of(key, value)));
        var message = String.valueOf(refused.getMessage());
        assertTrue(message.contains("quarkus.http.idle-timeout") && message.contains("gateway.limits.total"), message);
    }

    @Test
    void whatIsTooLongDependsOnWhatWasSeen() {
        var limits = config(Map.of("gateway.limits.first-token", "10s", "gateway.limits.idle", "20s"))
                .getConfigMapping(Limits.class);
        var s = Duration.ofSeconds(1).toNanos();
        assertFalse(limits.exceeded(true, false, 9 * s, 9 * s));
        assertTrue(limits.exceeded(true, false, 11 * s, 11 * s));
        assertFalse(limits.exceeded(true, true, 11 * s, 300 * s));
        assertTrue(limits.exceeded(true, true, 21 * s, 300 * s));
        assertFalse(limits.exceeded(false, false, 300 * s, 300 * s));
        assertTrue(limits.exceeded(false, false, 601 * s, 601 * s));
        assertTrue(limits.exceeded(true, true, 0, 601 * s));
    }

    private static void check(Map<String, String> settings) {
        var config = config(settings);
        var unused = new LimitsCheck(
                config.getConfigMapping(Limits.class),
                config.getConfigMapping(CompletionConfig.class),
                config.getConfigMapping(CreditConfig.class),
                config.getConfigMapping(IdentityConfig.class),
                config.getValue("quarkus.http.idle-timeout", Duration.class));
    }

    private static SmallRyeConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .addDefaultInterceptors()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withConverter(io.quarkus.runtime.configuration.MemorySize.class, 200, new MemorySizeConverter())
                .withSources(
                        new PropertiesConfigSource(settings, "test", 100),
                        new PropertiesConfigSource(Map.of("quarkus.http.idle-timeout", "11m"), "shipped", 50))
                .withMapping(Limits.class)
                .withMapping(CompletionConfig.class)
                .withMapping(CreditConfig.class)
                .withMapping(IdentityConfig.class)
                .build();
    }
}
