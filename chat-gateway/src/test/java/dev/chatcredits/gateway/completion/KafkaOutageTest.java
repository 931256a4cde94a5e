package dev.chatcredits.gateway.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.gateway.provider.ProviderServer;
import dev.chatcredits.gateway.provider.Script;
import dev.chatcredits.gateway.testing.BareCaller;
import dev.chatcredits.gateway.testing.Chat;
import dev.chatcredits.gateway.testing.CreditPlatform;
import dev.chatcredits.gateway.testing.Events;
import dev.chatcredits.gateway.testing.OwnKafka;
import dev.chatcredits.gateway.testing.Tokens;
import dev.chatcredits.gateway.testing.Way;
import dev.chatcredits.testing.PlatformPart;
import dev.chatcredits.testing.Wire;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was reported complete is charged, whichever of Kafka and the credit service is away. */
@QuarkusTest
@WithTestResource(CreditPlatform.class)
@WithTestResource(OwnKafka.class)
@SuppressWarnings("NullAway.Init") // Injected by the resources.
class KafkaOutageTest {

    private static final String MODEL = "openai/gpt-5.1";

    ProviderServer provider;
    Wire creditWire;
    PlatformPart kafka;

    @TestHTTPResource
    URI gateway;

    private final String user = Tokens.newUser();
    private final Chat pro = new Chat(Tokens.of(user, "pro_user"));
    private final CountDownLatch finish = new CountDownLatch(1);

    /** The broker stands still, with its connections open: the outage that is noticed last. */
    @BeforeEach
    void kafkaStandsStill() {
        kafka.pause();
        assertEquals(50, pro.remaining());
        provider.answerPrompt(user, call -> {
            finish.await();
            Script.says("Because").play(call);
        });
    }

    @AfterEach
    void mend() {
        kafka.resume();
        creditWire.heal();
    }

    /** Fault K1. */
    @Test
    void withoutKafkaASuccessIsSettledOverRest() {
        finish.countDown();
        var events =
                Events.of(pro.ask(MODEL, user).then().statusCode(200).extract().asString());
        var receipt = events.only("receipt");
        assertEquals(2, receipt.path("charged").asLong());
        assertEquals(48, receipt.path("remaining").asLong());
        assertEquals(
                "SETTLED",
                pro.generation(receipt.path("generationId").asText())
                        .path("status")
                        .asText());
        var whole = pro.complete(MODEL, user).then().statusCode(200).extract();
        assertEquals("46", whole.header("X-Credits-Remaining"));
    }

    @Test
    void withoutBothTheOutcomeIsUnknownAndSettledLater() throws Exception {
        var running = CompletableFuture.supplyAsync(() -> pro.ask(MODEL, user), Thread::startVirtualThread);
        Chat.awaitCall(provider, user);
        creditWire.cut();
        finish.countDown();
        var events = Events.of(running.get().then().statusCode(200).extract().asString());
        var error = events.only("error");
        assertEquals("OUTCOME_UNKNOWN", error.path("code").asText());
        assertTrue(error.path("charged").isNull());
        creditWire.heal();
        settledLater(error.path("generationId").asText());
    }

    @Test
    void onTheOpenAiRouteNothingThenLooksComplete() throws Exception {
        var running = CompletableFuture.supplyAsync(
                () -> pro.complete(MODEL, user, "\"stream\":true"), Thread::startVirtualThread);
        Chat.awaitCall(provider, user);
        creditWire.cut();
        finish.countDown();
        var stream = running.get().then().statusCode(200).extract().asString();
        assertFalse(stream.contains("\"stop\"") || stream.contains("[DONE]"), stream);
        var error = Events.of(stream).last().json().path("error");
        assertEquals("OUTCOME_UNKNOWN", error.path("code").asText());
        assertTrue(error.path("charged").isNull());
        creditWire.heal();
        settledLater(error.path("generationId").asText());
    }

    @Test
    void aWholeAnswerIsThenNotGivenOut() throws Exception {
        var running = CompletableFuture.supplyAsync(() -> pro.complete(MODEL, user), Thread::startVirtualThread);
        Chat.awaitCall(provider, user);
        creditWire.cut();
        finish.countDown();
        Response response = running.get();
        assertEquals(503, response.statusCode());
        assertEquals("OUTCOME_UNKNOWN", response.path("error.code"));
        assertEquals("false", response.header("x-should-retry"));
        creditWire.heal();
        settledLater(response.header("X-Generation-Id"));
    }

    /** The last moment at which one can leave. Lesson litellm#14457. Fault B1. */
    @Test
    void whoLeavesWhileTheSettlementIsUnderWayIsCharged() throws Exception {
        finish.countDown();
        try (var caller = BareCaller.ask(gateway, Way.CHAT, pro.token(), user)) {
            caller.readUntil("Because");
        }
        Chat.await("charged", () -> pro.balance().path("used").asLong() == 2);
        assertEquals(0, pro.held());
    }

    private void settledLater(String id) throws Exception {
        Chat.await("settled later", () -> {
            var answer = pro.request().get("/api/generations/{id}", id);
            return answer.statusCode() == 200 && answer.path("status").equals("SETTLED");
        });
        assertEquals(48, pro.remaining());
    }
}
