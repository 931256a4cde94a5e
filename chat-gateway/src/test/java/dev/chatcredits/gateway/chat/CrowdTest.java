package dev.chatcredits.gateway.chat;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatcredits.gateway.provider.ProviderServer;
import dev.chatcredits.gateway.provider.Script;
import dev.chatcredits.gateway.testing.BareCaller;
import dev.chatcredits.gateway.testing.Chat;
import dev.chatcredits.gateway.testing.CreditPlatform;
import dev.chatcredits.gateway.testing.Tokens;
import dev.chatcredits.gateway.testing.Way;
import dev.chatcredits.testing.Wire;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One person can't take the gateway from all others. */
@QuarkusTest
@WithTestResource(CreditPlatform.class)
@SuppressWarnings("NullAway.Init") // Injected by CreditPlatform.
class CrowdTest {

    private static final int PER_USER = 40;
    private static final int READS_PER_USER = 32;
    private static final List<Way> STREAMS = List.of(Way.CHAT, Way.STREAMED);

    ProviderServer provider;
    Wire creditWire;

    @TestHTTPResource
    URI gateway;

    private final String user = Tokens.newUser();
    private final Chat pro = new Chat(Tokens.of(user, "pro_user"));

    @Test
    void tooManyAtOnceAreRefusedUntilOneHasEnded() throws Exception {
        var go = new CountDownLatch(1);
        provider.answerPrompt(user, talksUntil(go));
        try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            var running = IntStream.range(0, PER_USER)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> askUntilHeld(STREAMS.get(i % 2)), threads))
                    .toList();
            Chat.await("all are held", () -> pro.held() == PER_USER);
            for (var way : Way.values()) {
                ask(way, pro)
                        .then()
                        .statusCode(429)
                        .header("Retry-After", notNullValue())
                        .body(way == Way.CHAT ? "code" : "error.code", equalTo("RATE_LIMITED"));
            }
            assertEquals(PER_USER, pro.held());
            var other = new Chat(Tokens.of(Tokens.newUser(), "pro_user"));
            Chat.await(
                    "somebody else is answered",
                    () -> other.ask("x-ai/grok-4.1-fast", "Hi").statusCode() == 200);
            go.countDown();
            running.forEach(answer -> answer.join().then().statusCode(200));
        }
        askUntilHeld(Way.CHAT).then().statusCode(200);
    }

    /** A stream that said nothing for long would come to its end by itself. */
    private static Script talksUntil(CountDownLatch go) {
        return call -> {
            call.streamHead();
            do {
                call.chunk(Script.event(Script.token("on ")));
            } while (!go.await(500, MILLISECONDS));
            for (var chunk : Script.chunks("and out")) {
                call.chunk(Script.event(chunk));
            }
            call.chunk("data: [DONE]\n\n").end();
        };
    }

    /** Forty at once may take a slow machine longer than the gateway waits for a hold: who is told to come again does. */
    private Response askUntilHeld(Way way) {
        Response answer;
        do {
            answer = ask(way, pro);
        } while (answer.statusCode() == 503);
        return answer;
    }

    /** Of a model that costs 1. */
    private Response ask(Way way, Chat chat) {
        return chat.request()
                .body(way.body(user).replace("openai/gpt-5.1", "x-ai/grok-4.1-fast"))
                .post(way.path());
    }

    /** What they asked is worked on although they have gone. */
    @Test
    void readersWhoComeAndGoLeaveRoomForOthers() throws Exception {
        pro.balance();
        creditWire.delay(Duration.ofMillis(700));
        try {
            Chat.await("refused", () -> comeAndGo().get("/api/credits").statusCode() == 429);
        } finally {
            creditWire.delay(Duration.ZERO);
        }
        new Chat(Tokens.of(Tokens.newUser(), "pro_user")).balance();
        Chat.await("answered", () -> pro.request().get("/api/credits").statusCode() == 200);
    }

    /** Each way of reading counts. */
    private RequestSpecification comeAndGo() throws Exception {
        creditWire.count("/internal/v1/");
        var paths =
                List.of("/api/credits", "/api/credits/explanation", "/api/credits/history", "/api/generations/none");
        var callers = new ArrayList<BareCaller>();
        for (var i = 0; i < READS_PER_USER; i++) {
            callers.add(BareCaller.get(gateway, paths.get(i % paths.size()), pro.token()));
        }
        Chat.await("the credit service is asked", () -> creditWire.counted() >= READS_PER_USER);
        for (var caller : callers) {
            caller.reset();
        }
        // For the gateway to notice that they have gone.
        Thread.sleep(200);
        return pro.request();
    }
}
