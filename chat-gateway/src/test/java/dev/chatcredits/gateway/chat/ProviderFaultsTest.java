package dev.chatcredits.gateway.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.gateway.provider.ProviderServer;
import dev.chatcredits.gateway.testing.Chat;
import dev.chatcredits.gateway.testing.CreditPlatform;
import dev.chatcredits.gateway.testing.Events;
import dev.chatcredits.gateway.testing.Table;
import dev.chatcredits.gateway.testing.Tokens;
import dev.chatcredits.gateway.testing.Way;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Whatever a provider does, on every way to it: what the caller is told, what is charged, that nothing stays held, what becomes of the
 * connection, and that no answer is taken into memory without a bound. Streamed means {@code /api/chat} and {@code /v1} alike.
 * Faults U1, U2, U3. Lessons new-api#4168, litellm#27639, vscode#274873, vm0#31669.
 */
@QuarkusTest
@WithTestResource(CreditPlatform.class)
@SuppressWarnings("NullAway.Init") // Injected by CreditPlatform.
class ProviderFaultsTest {

    /** A 200 alone is charged, an error in it isn't. An empty cell: the same can't be done there. */
    private static final String TABLE = """
            the provider                           | streamed                   | whole                | connection
            answers as it should                   | 200                        | 200                  | ended
            goes on after the end                  | 200                        |                      | closed
            never answers                          | 504 PROVIDER_TIMEOUT       | 504 PROVIDER_TIMEOUT | closed
            sends a head and no more               | 504 PROVIDER_TIMEOUT       | 504 PROVIDER_TIMEOUT | closed
            sends only comments                    | 504 PROVIDER_TIMEOUT       | 504 PROVIDER_TIMEOUT | closed
            sends a role and no more               | 504 PROVIDER_TIMEOUT       |                      | closed
            stops in the middle                    | 200 error PROVIDER_TIMEOUT | 504 PROVIDER_TIMEOUT | closed
            sends only comments from the middle on | 200 error PROVIDER_TIMEOUT |                      | closed
            stops after the finish reason          | 200 error PROVIDER_TIMEOUT |                      | closed
            never ends                             | 200 error PROVIDER_TIMEOUT | 504 PROVIDER_TIMEOUT | closed
            sends roles for ever                   | 502 PROVIDER_FAILED        |                      | closed
            goes on after the finish reason        | 200 error PROVIDER_FAILED  |                      | closed
            sends garbage first                    | 502 PROVIDER_FAILED        | 502 PROVIDER_FAILED  | ended
            sends garbage in the middle            | 200 error PROVIDER_FAILED  |                      | closed
            sends an error inside a 200            | 502 PROVIDER_FAILED        | 502 PROVIDER_FAILED  | ended
            sends an error beside an answer        | 502 PROVIDER_FAILED        | 502 PROVIDER_FAILED  | ended
            sends an error in a choice             | 502 PROVIDER_FAILED        | 502 PROVIDER_FAILED  | ended
            sends an error in the middle           | 200 error PROVIDER_FAILED  |                      | closed
            ends without a finish reason           | 200 error PROVIDER_FAILED  | 502 PROVIDER_FAILED  | ended
            ends without a word                    | 502 PROVIDER_FAILED        | 502 PROVIDER_FAILED  | ended
            says it beside the stream              | 502 PROVIDER_FAILED        |                      | ended
            says only blanks                       | 200 error PROVIDER_FAILED  | 502 PROVIDER_FAILED  | ended
            resets the connection                  | 502 PROVIDER_FAILED        | 502 PROVIDER_FAILED  | closed
            hangs up in the middle                 | 200 error PROVIDER_FAILED  | 502 PROVIDER_FAILED  | closed
            hangs up after the finish reason       | 200 error PROVIDER_FAILED  |                      | closed
            sends a chunk of 100 MB                | 200 error PROVIDER_FAILED  | 502 PROVIDER_FAILED  | closed
            sends a header of 1 MB                 | 502 PROVIDER_FAILED        | 502 PROVIDER_FAILED  | closed
            redirects                              | 502 PROVIDER_FAILED        | 502 PROVIDER_FAILED  | ended
            sends a web page                       | 502 PROVIDER_FAILED        | 502 PROVIDER_FAILED  | ended
            compresses unasked                     | 502 PROVIDER_FAILED        | 502 PROVIDER_FAILED  | ended
            sends no content                       | 502 PROVIDER_FAILED        | 502 PROVIDER_FAILED  | ended
            is overloaded                          | 502 PROVIDER_FAILED        | 502 PROVIDER_FAILED  | ended
            is broken                              | 502 PROVIDER_FAILED        | 502 PROVIDER_FAILED  | ended
            """;

    /** What is kept of a whole answer at most, with what lies in the buffers of the two systems. */
    private static final long MOST_TAKEN = 16_000_000 + 20_000_000;

    ProviderServer provider;

    /** Many are played at once, for some take until a limit, and not all, for a cold gateway has to hold for each; each is a test of its own. */
    @TestFactory
    Stream<DynamicTest> costsWhatTheTableSays() {
        var together = Executors.newFixedThreadPool(40);
        var tests = Table.rows(TABLE).stream()
                .flatMap(row -> Stream.of(Way.values())
                        .filter(way -> !expected(row.get(1), row.get(2), way).isEmpty())
                        .map(way -> new Case(row.get(0), way, expected(row.get(1), row.get(2), way), row.get(3))))
                .map(it -> test(it, together))
                .toList();
        together.shutdown();
        return tests.stream();
    }

    private record Case(String fault, Way way, String outcome, String connection) {}

    private static String expected(String streamed, String whole, Way way) {
        return way == Way.WHOLE ? whole : streamed;
    }

    private DynamicTest test(Case it, ExecutorService together) {
        var user = Tokens.newUser();
        var pro = new Chat(Tokens.of(user, "pro_user"));
        provider.answerPrompt(user, ProviderFaults.script(it.fault()));
        var answer = CompletableFuture.supplyAsync(() -> it.way().ask(pro, user), together);
        return DynamicTest.dynamicTest(it.way() + ": " + it.fault(), () -> {
            assertEquals(it.outcome(), outcome(answer.get(60, TimeUnit.SECONDS)));
            var charge = it.outcome().equals("200") ? 2 : 0;
            Chat.await(
                    "charged " + charge + ", nothing held",
                    () -> pro.balance().path("used").asLong() == charge && pro.held() == 0);
            assertEquals(50 - charge, pro.remaining());
            for (var call : provider.callsWith(user)) {
                assertTrue(call.sent() < MOST_TAKEN, () -> "the gateway took " + call.sent());
                assertTrue(
                        !it.connection().equals("closed") || call.awaitClosedByClient(),
                        "the connection is still open");
            }
        });
    }

    /** In a stream an error is the last event, says that nothing was charged, and there is nothing that looks complete. */
    private static String outcome(Response answer) {
        if (answer.statusCode() != 200) {
            var body = answer.jsonPath();
            var code = body.getString("code");
            return answer.statusCode() + " " + (code == null ? body.getString("error.code") : code);
        }
        if (!answer.contentType().startsWith("text/event-stream")) {
            return "200";
        }
        var text = answer.asString();
        var last = Events.of(text).last();
        if (last.data().equals("[DONE]") || last.name().equals("receipt")) {
            return "200";
        }
        var error = last.name().equals("error") ? last.json() : last.json().path("error");
        assertEquals(0, error.path("charged").asLong(-1), text);
        assertFalse(text.contains("receipt") || text.contains("\"stop\"") || text.contains("[DONE]"), text);
        return "200 error " + error.path("code").asText();
    }
}
