package dev.chatcredits.gateway.balance;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BalanceConfigTest {

    private record Config(Duration heartbeat, int streamsPerUser) implements BalanceConfig {}

    @ParameterizedTest
    @CsvSource({
        "PT0S, 20, heartbeat",
        "PT-1S, 20, heartbeat",
        "PT0.0001S, 20, heartbeat",
        "PT15S, 0, streams-per-user",
        "PT15S, -1, streams-per-user"
    })
    void whatWouldLeaveEveryPageWithoutABalanceIsRefused(Duration heartbeat, int streamsPerUser, String key) {
        var refused = assertThrows(
                IllegalArgumentException.class, () -> LiveBalance.check(new Config(heartbeat, streamsPerUser)));
        assertTrue(String.valueOf(refused.getMessage()).contains("gateway.balance." + key), refused.getMessage());
    }
}
