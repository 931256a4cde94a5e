package dev.chatcredits.gateway.checkout;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalOnlyTest {

    private record Config(Optional<String> url, boolean local) implements CheckoutConfig {}

    private static final Config LOCAL = new Config(Optional.empty(), true);
    private static final Optional<String> NONE = Optional.empty();

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8180/demo", "http://127.0.0.1:8180/realms/demo", "http://[::1]/x"})
    void onLoopbackPlansCanBeGivenAway(String issuer) {
        assertDoesNotThrow(() -> new LocalOnly(LOCAL, Optional.of(issuer), NONE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://login.example.com",
                "http://localhost.example.com/",
                "http://localhost@example.com/",
                "http://10.0.0.1/demo",
                "localhost",
                "http://0.0.0.0/",
                "not a url"
            })
    void nowhereElse(String issuer) {
        var refused =
                assertThrows(IllegalArgumentException.class, () -> new LocalOnly(LOCAL, Optional.of(issuer), NONE));
        assertTrue(String.valueOf(refused.getMessage()).startsWith("gateway.checkout.local"), refused.getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> new LocalOnly(LOCAL, Optional.of("http://localhost/"), Optional.of(issuer)));
        assertThrows(IllegalArgumentException.class, () -> new LocalOnly(LOCAL, NONE, NONE));
    }

    @Test
    void aRealCheckoutIsSafe() {
        var safe = new Config(Optional.of("https://pay.example.com/?plan={planId}&user={userId}"), false);
        assertDoesNotThrow(() -> new LocalOnly(safe, Optional.of("https://login.example.com"), NONE));
        var open = new Config(Optional.of("http://pay.example.com/{planId}"), false);
        assertThrows(
                IllegalArgumentException.class,
                () -> new LocalOnly(open, Optional.of("https://login.example.com"), NONE));
    }
}
