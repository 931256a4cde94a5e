package dev.chatcredits.gateway.chat;

import static dev.chatcredits.gateway.provider.Script.event;
import static dev.chatcredits.gateway.provider.Script.token;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.gateway.provider.LogRecorder;
import dev.chatcredits.gateway.provider.ProviderCall;
import dev.chatcredits.gateway.provider.ProviderServer;
import dev.chatcredits.gateway.provider.Script;
import dev.chatcredits.gateway.testing.BareCaller;
import dev.chatcredits.gateway.testing.Chat;
import dev.chatcredits.gateway.testing.CreditPlatform;
import dev.chatcredits.gateway.testing.Table;
import dev.chatcredits.gateway.testing.Tokens;
import dev.chatcredits.gateway.testing.Way;
import dev.chatcredits.testing.Wire;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Who goes away pays for what was asked of the provider; the provider is read to the end, within the limits. Fault B1. Lessons
 * litellm#14457, litellm#13245, new-api#5235, litellm#27639, vscode#274873.
 */
@QuarkusTest
@WithTestResource(CreditPlatform.class)
@SuppressWarnings("NullAway.Init") // Injected by CreditPlatform and Quarkus.
class CallerGoneTest {

    /** What is charged, for a stream and for a whole answer (which has no first token before its last). Held is nothing afterwards. */
    private static final String TABLE = """
            the caller leaves      | the provider then | streamed | whole | connection
            before the first token | answers           | 2        | 2     | ended
            before the first token | dies              | 0        | 0     | closed
            before the first token | stalls            | 0        | 0     | closed
            before the first token | never ends        | 2        | 0     | closed
            after a thought        | stalls            | 0        |       | closed
            after a blank          | stalls            | 0        |       | closed
            after the first token  | answers           | 2        |       | ended
            after the first token  | dies              | 0        |       | closed
            after the first token  | stalls            | 2        |       | closed
            after the first token  | never ends        | 2        |       | closed
            after the last token   | answers           | 2        |       | ended
            after the last token   | dies              | 0        |       | closed
            after the last token   | stalls            | 2        |       | closed
            """;

    private static final String THOUGHT = "Hm";

    ProviderServer provider;
    Wire creditWire;

    @TestHTTPResource
    URI gateway;

    private final String user = Tokens.newUser();
    private final Chat pro = new Chat(Tokens.of(user, "pro_user"));

    /** All at once, for some take until a limit; each is a test of its own. */
    @TestFactory
    Stream<DynamicTest> paysWhatTheTableSays() {
        var together = Executors.newVirtualThreadPerTaskExecutor();
        var tests = Table.rows(TABLE).stream()
                .flatMap(row -> Stream.of(Way.values())
                        .filter(way -> !charge(row, way).isEmpty())
                        .map(way -> test(row, way, together)))
                .toList();
        together.shutdown();
        return tests.stream();
    }

    private static List<String> seen(String moment) {
        return switch (moment) {
            case "before the first token" -> List.of();
            case "after a thought" -> List.of(THOUGHT);
            case "after a blank" -> List.of("\n\n");
            case "after the first token" -> List.of("Be");
            default -> List.of("Be", "cause");
        };
    }

    private static String charge(List<String> row, Way way) {
        return row.get(way == Way.WHOLE ? 3 : 2);
    }

    private DynamicTest test(List<String> row, Way way, ExecutorService together) {
        var who = Tokens.newUser();
        var chat = new Chat(Tokens.of(who, "pro_user"));
        var gone = new CountDownLatch(1);
        var before = seen(row.get(0));
        provider.answerPrompt(who, call -> {
            begin(call, before);
            gone.await();
            then(row.get(1), call);
        });
        var left = CompletableFuture.runAsync(() -> askAndLeave(way, chat, who, before, gone), together);
        return DynamicTest.dynamicTest(way + ": leaves " + row.get(0) + ", provider " + row.get(1), () -> {
            left.get();
            var charge = Long.parseLong(charge(row, way));
            Chat.await(
                    "charged " + charge + ", nothing held",
                    () -> chat.balance().path("used").asLong() == charge && chat.held() == 0);
            assertEquals(50 - charge, chat.remaining());
            for (var call : provider.callsWith(who)) {
                assertTrue(!row.get(4).equals("closed") || call.awaitClosedByClient(), "the connection is still open");
            }
        });
    }

    private static void begin(ProviderCall call, List<String> tokens) throws IOException {
        if (!tokens.isEmpty()) {
            call.streamHead();
        }
        for (var token : tokens) {
            call.chunk(event(token.equals(THOUGHT) ? Script.thought(token) : token(token)));
        }
    }

    /** How the last of these comes to the caller; on our own route thoughts don't. */
    private static String asSeen(Way way, List<String> tokens) {
        return way == Way.CHAT && tokens.contains(THOUGHT)
                ? "event: hold"
                : tokens.getLast().replace("\n", "\\n");
    }

    private static void then(String what, ProviderCall call) throws IOException, InterruptedException {
        var begun = call.sent() > 0;
        switch (what) {
            case "answers" -> {
                if (begun) {
                    call.chunk(event(Script.finish("stop")) + "data: [DONE]\n\n")
                            .end();
                } else {
                    Script.says("Because").play(call);
                }
            }
            case "dies" -> call.reset();
            case "stalls" -> call.awaitClosedByClient();
            default -> ProviderFaults.neverEnds(call, begun);
        }
    }

    /** On our own route in order, on the other by a reset. */
    private void askAndLeave(Way way, Chat chat, String who, List<String> before, CountDownLatch gone) {
        try (var caller = BareCaller.ask(gateway, way, chat.token(), who)) {
            Chat.awaitCall(provider, who);
            if (!before.isEmpty()) {
                caller.readUntil(asSeen(way, before));
            }
            if (way != Way.CHAT) {
                caller.reset();
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        } finally {
            gone.countDown();
        }
    }

    @Test
    void whoLeavesBeforeTheProviderIsCalledPaysNothing() throws Exception {
        creditWire.delay(Duration.ofMillis(600));
        try {
            var caller = BareCaller.ask(gateway, Way.CHAT, pro.token(), user);
            Chat.await("the hold is asked for", () -> creditWire.carried(user));
            caller.close();
            Thread.sleep(1_000);
        } finally {
            creditWire.delay(Duration.ZERO);
        }
        Chat.await("given back", () -> pro.held() == 0);
        assertEquals(50, pro.remaining());
        assertEquals(List.of(), provider.callsWith(user));
    }

    /** Fault B2. */
    @ParameterizedTest
    @EnumSource(names = {"CHAT", "STREAMED"})
    void whoDoesNotReadIsTreatedAsGone(Way way) throws Exception {
        provider.answerPrompt(user, answer(2_000));
        try (var caller = BareCaller.ask(gateway, way, pro.token(), user)) {
            caller.readUntil("xx");
            Chat.await("charged all the same", () -> pro.balance().path("used").asLong() == 2);
            var rest = caller.rest("[DONE]");
            assertFalse(rest.contains("receipt") || rest.contains("credits"), "what is missing must not look complete");
            assertTrue(rest.length() < 10_000_000, () -> "kept for the reader: " + rest.length());
        }
    }

    /** Fault B2: only slow. */
    @ParameterizedTest
    @EnumSource(names = {"CHAT", "STREAMED"})
    void whoReadsLateGetsItAll(Way way) throws Exception {
        provider.answerPrompt(user, answer(20));
        try (var caller = BareCaller.ask(gateway, way, pro.token(), user)) {
            Chat.await("charged", () -> pro.balance().path("used").asLong() == 2);
            var all = caller.rest(way == Way.CHAT ? "\"source\"" : "[DONE]");
            assertEquals(20, all.split("x{8000}", -1).length - 1);
            assertTrue(all.contains("\"charged\":2"), all.substring(all.length() - 500));
        }
    }

    /** What a limit ends has no last chunk that could carry a receipt. */
    @Test
    void whoLeftIsToldNothingMore() throws Exception {
        provider.answerPrompt(user, call -> {
            begin(call, List.of("Be"));
            call.awaitClosedByClient();
        });
        try (var log = LogRecorder.start()) {
            try (var caller = BareCaller.ask(gateway, Way.STREAMED, pro.token(), user)) {
                caller.readUntil("Be");
                caller.reset();
            }
            Chat.await("charged", () -> pro.balance().path("used").asLong() == 2);
            assertFalse(log.text().contains("had to drop"), "an error in the log for what is none");
        }
    }

    private static Script answer(int tokens) {
        var big = event(token("x".repeat(8_000)));
        return call -> {
            call.streamHead();
            for (var i = 0; i < tokens; i++) {
                call.chunk(big);
            }
            call.chunk(event(Script.finish("stop"))).chunk("data: [DONE]\n\n").end();
        };
    }
}
