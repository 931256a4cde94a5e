package dev.chatcredits.gateway.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.gateway.provider.ProviderServer;
import dev.chatcredits.gateway.testing.Chat;
import dev.chatcredits.gateway.testing.CreditPlatform;
import dev.chatcredits.gateway.testing.Tokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What passes through may be anything that JSON allows: it is charged once at the model's price, or refused for nothing, and soon. */
@QuarkusTest
@WithTestResource(CreditPlatform.class)
@SuppressWarnings("NullAway.Init") // Injected by CreditPlatform.
class OddValuesTest {

    /** Far more than any takes, and far less than one that is written out digit by digit. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private static final Map<String, String> VALUES = Map.of(
            "a large exponent", "1e999999999",
            "a small exponent", "1e-999999999",
            "beyond a double", "-1e400",
            "beyond an exponent", "1e99999999999",
            "many digits", "7".repeat(2_000),
            "many digits of a fraction", "0." + "3".repeat(2_000),
            "negative zero", "-0.0",
            "deep", "[".repeat(90) + "]".repeat(90),
            "half a character", "\"\\udc00\"",
            "a null character", "\"\\u0000\"");

    private static final String STREAM = "\"stream\":true";

    ProviderServer provider;

    private final String user = Tokens.newUser();
    private final Chat pro = new Chat(Tokens.of(user, "pro_user"));

    static Stream<String> values() {
        return VALUES.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("values")
    void costThePriceOrNothing(String name) {
        var value = VALUES.get(name);
        ask("\"temperature\":" + value);
        ask("\"seed\":" + value, STREAM);
        ask("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"maximum\":" + value
                + "}}}]");
    }

    private void ask(String... members) {
        var before = pro.remaining();
        var calls = provider.callsWith(user).size();
        var begun = System.nanoTime();
        var answer = pro.complete("openai/gpt-5.1", user, members);
        var took = Duration.ofNanos(System.nanoTime() - begun);
        assertTrue(answer.statusCode() == 200 || answer.statusCode() == 400, answer.asString());
        var answered = answer.statusCode() == 200;
        assertEquals(before - (answered ? 2 : 0), pro.remaining());
        assertEquals(calls + (answered ? 1 : 0), provider.callsWith(user).size());
        assertTrue(took.compareTo(SOON) < 0, "answered after " + took);
    }
}
