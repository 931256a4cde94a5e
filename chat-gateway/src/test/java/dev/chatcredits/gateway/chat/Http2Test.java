package dev.chatcredits.gateway.chat;

import static dev.chatcredits.gateway.provider.Script.event;
import static dev.chatcredits.gateway.provider.Script.token;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.gateway.provider.ProviderServer;
import dev.chatcredits.gateway.provider.Script;
import dev.chatcredits.gateway.testing.Chat;
import dev.chatcredits.gateway.testing.CreditPlatform;
import dev.chatcredits.gateway.testing.Events;
import dev.chatcredits.gateway.testing.Tokens;
import dev.chatcredits.gateway.testing.Way;
import dev.chatcredits.testing.Http2Caller;
import dev.chatcredits.testing.Http2Caller.Exchange;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.StreamResetException;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** By HTTP/2 one connection carries many answers: what is wrong with one request, or its reader, ends none but that one. */
@QuarkusTest
@WithTestResource(CreditPlatform.class)
@SuppressWarnings("NullAway.Init") // Injected by CreditPlatform and Quarkus.
class Http2Test {

    private static final String JSON = "application/json";

    /** RFC 9113, 7. */
    private static final long CANCEL = 8;

    ProviderServer provider;

    @TestHTTPResource
    URI gateway;

    @Inject
    Vertx vertx;

    private final String user = Tokens.newUser();
    private final Chat pro = new Chat(Tokens.of(user, "pro_user"));
    private final CountDownLatch go = new CountDownLatch(1);
    private Http2Caller caller;
    private Exchange running;

    @BeforeEach
    void anAnswerIsComing() throws Exception {
        var prompt = Tokens.newUser();
        provider.answerPrompt(prompt, call -> {
            call.streamHead().chunk(event(token("Be")));
            go.await();
            call.chunk(event(token("cause")) + event(Script.finish("stop")) + "data: [DONE]\n\n")
                    .end();
        });
        caller = new Http2Caller(vertx, gateway);
        running = ask(prompt);
        Chat.await("the first word", () -> running.text().contains("Be"));
    }

    @AfterEach
    void onOneConnection() {
        go.countDown();
        caller.close();
        assertEquals(1, caller.connections());
    }

    private void theAnswerComesToItsEnd() throws Exception {
        go.countDown();
        var events = Events.of(running.all());
        assertEquals("Because", events.text());
        assertEquals(2, events.only("receipt").path("charged").asLong());
    }

    @Test
    void whatIsRefusedEndsNoOtherAnswer() throws Exception {
        var auth = "Bearer " + pro.token();
        var basic =
                begin(Map.of("Authorization", "Basic x", "Content-Type", JSON)).send("{");
        var announced = begin(Map.of("Authorization", auth, "Content-Type", JSON, "Content-Length", "9999999"))
                .send("{");
        var nobodys = begin(Map.of("Content-Type", JSON)).send("{");
        var tooLarge = begin(Map.of("Authorization", auth, "Content-Type", JSON));
        for (var i = 0; i < 17; i++) {
            tooLarge.send(" ".repeat(64 * 1024));
        }
        refused(401, basic);
        refused(413, announced);
        refused(401, nobodys);
        refused(413, tooLarge);
        theAnswerComesToItsEnd();
        for (var unfinished : List.of(basic, announced, nobodys, tooLarge)) {
            Chat.await("its body is read no more", unfinished::isReset);
        }
        assertTrue(ask(Tokens.newUser()).all().contains("receipt"));
    }

    @Test
    void aBodyWithoutATypeIsRefused() throws Exception {
        var untyped = begin(Map.of("Authorization", "Bearer " + pro.token()));
        untyped.end(Way.CHAT.body(user));
        refused(415, untyped);
        assertEquals(List.of(), provider.callsWith(user));
        theAnswerComesToItsEnd();
    }

    /** Fault B1. */
    @Test
    void whoCancelsPaysForWhatWasProduced() throws Exception {
        provider.answerPrompt(user, Script.hangsAfter("Be"));
        var cancelled = ask(user);
        Chat.await("the first word", () -> cancelled.text().contains("Be"));
        cancelled.reset();
        theAnswerComesToItsEnd();
        Chat.await("both charged", () -> pro.balance().path("used").asLong() == 4);
    }

    /** Fault B2. */
    @Test
    void whoDoesNotReadIsCutOffAndWhoReadsLateGetsItAll() throws Exception {
        theAnswerComesToItsEnd();
        var late = paused(20);
        var never = paused(2_000);
        Chat.await("both charged", () -> pro.balance().path("used").asLong() == 6);
        late.head().resume();
        assertEquals(20, late.all().split("x{8000}", -1).length - 1);
        assertTrue(late.text().contains("\"charged\":2"));
        never.head().resume();
        var cut = assertThrows(ExecutionException.class, never::all);
        assertEquals(
                CANCEL,
                assertInstanceOf(StreamResetException.class, cut.getCause()).getCode());
    }

    private Exchange paused(int tokens) throws Exception {
        var prompt = Tokens.newUser();
        provider.answerPrompt(prompt, call -> {
            call.streamHead();
            for (var i = 0; i < tokens; i++) {
                call.chunk(event(token("x".repeat(8_000))));
            }
            call.chunk(event(Script.finish("stop"))).chunk("data: [DONE]\n\n").end();
        });
        var answer = ask(prompt);
        answer.head().pause();
        return answer;
    }

    private Exchange ask(String prompt) throws Exception {
        var asked = begin(Map.of("Authorization", "Bearer " + pro.token(), "Content-Type", JSON));
        asked.end(Way.CHAT.body(prompt));
        return asked;
    }

    private Exchange begin(Map<String, String> headers) throws Exception {
        return caller.begin(HttpMethod.POST, "/api/chat", headers);
    }

    private static void refused(int status, Exchange exchange) throws Exception {
        assertEquals(status, exchange.head().statusCode());
        assertNull(exchange.head().getHeader("Connection"), "RFC 9113, 8.2.2");
        exchange.all();
    }
}
