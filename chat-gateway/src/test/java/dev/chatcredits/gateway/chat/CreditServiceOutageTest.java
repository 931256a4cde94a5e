package dev.chatcredits.gateway.chat;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.gateway.completion.Settlement;
import dev.chatcredits.gateway.credit.CreditClient;
import dev.chatcredits.gateway.credit.HoldAnswer;
import dev.chatcredits.gateway.credit.HoldRequest;
import dev.chatcredits.gateway.identity.Subscription;
import dev.chatcredits.gateway.provider.ProviderServer;
import dev.chatcredits.gateway.provider.Script;
import dev.chatcredits.gateway.testing.Chat;
import dev.chatcredits.gateway.testing.CreditPlatform;
import dev.chatcredits.gateway.testing.Events;
import dev.chatcredits.gateway.testing.Tokens;
import dev.chatcredits.testing.DemoTokens;
import dev.chatcredits.testing.Inside;
import dev.chatcredits.testing.SigningKeys;
import dev.chatcredits.testing.Wire;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The gateway fails closed: without an answer of the credit service no generation begins, and what may be held is given back. */
@QuarkusTest
@WithTestResource(CreditPlatform.class)
@SuppressWarnings("NullAway.Init") // Injected by CreditPlatform and Quarkus.
class CreditServiceOutageTest {

    private static final String MODEL = "openai/gpt-5.1";

    ProviderServer provider;
    Wire creditWire;

    @Inject
    CreditClient credit;

    @Inject
    Settlement settlement;

    private final String user = Tokens.newUser();
    private final Chat pro = new Chat(Tokens.of(user, "pro_user"));

    @BeforeEach
    void known() {
        assertEquals(50, pro.remaining());
    }

    @AfterEach
    void mend() throws Exception {
        creditWire.heal();
        Chat.await("the breaker closes", () -> pro.request().get("/api/credits").statusCode() == 200);
    }

    /** Fault C1. Lesson litellm#33923. */
    @Test
    void withoutTheCreditServiceNothingBegins() throws Exception {
        creditWire.cut();
        checkFailed(pro.ask(MODEL, user), "code");
        checkFailed(pro.complete(MODEL, user), "error.code");
        checkFailed(pro.complete(MODEL, user, "\"stream\":true"), "error.code");
        checkFailed(pro.request().get("/api/credits"), "code");
        checkFailed(pro.request().get("/api/credits/explanation"), "code");
        creditWire.heal();
        nothingHappened();
    }

    /** Fault C2. */
    @Test
    void aHoldWhoseAnswerWasLostIsGivenBack() throws Exception {
        creditWire.swallowAnswers();
        checkFailed(pro.ask(MODEL, user), "code");
        creditWire.heal();
        nothingHappened();
    }

    /** Fault G5, across two gateways, while the repeat's own hold isn't answered: what is held then is the first request's. */
    @Test
    void aRepeatWhoseHoldIsNotAnsweredLeavesTheFirstRequestItsHold() throws Exception {
        var plan = new Subscription("pro_user", List.of(), Instant.EPOCH, Subscription.Kind.TOKEN);
        var first = new HoldRequest(GenerationIds.of(user, "key"), user, MODEL, plan, "hash", "of another gateway");
        assertInstanceOf(HoldAnswer.Held.class, credit.hold(first).await().atMost(Duration.ofSeconds(10)));
        creditWire.swallowAnswers();
        var repeat = pro.request()
                .header("Idempotency-Key", "key")
                .body("{\"model\":\"" + MODEL + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + user + "\"}]}")
                .post("/api/chat");
        checkFailed(repeat, "code");
        // The first one may be, and that isn't known here.
        repeat.then().body("detail", endsWith("This request was not charged."));
        creditWire.heal();
        Chat.await("the repeat has given back what it holds", () -> settlement.inBackground() == 0);
        assertEquals(2, pro.held());
    }

    /** Fault G6. */
    @Test
    void afterManyFailuresNoneWaitsAnyMore() throws Exception {
        creditWire.cut();
        for (var i = 0; i < 25; i++) {
            pro.request().get("/api/credits").then().statusCode(503);
        }
        creditWire.swallowAnswers();
        creditWire.count("PUT /internal/v1/holds/");
        // Now and then one is let through, to see whether it is over.
        Chat.await("one is refused at once", () -> {
            var before = creditWire.counted();
            checkFailed(pro.ask(MODEL, user), "code");
            return creditWire.counted() == before;
        });
        creditWire.heal();
        nothingHappened();
    }

    @Test
    void aGenerationThatRunsIsChargedThroughKafka() throws Exception {
        var go = new CountDownLatch(1);
        provider.answerPrompt(user, call -> {
            go.await();
            Script.says("Because").play(call);
        });
        var running = CompletableFuture.supplyAsync(() -> pro.ask(MODEL, user), Thread::startVirtualThread);
        Chat.awaitCall(provider, user);
        creditWire.cut();
        go.countDown();
        var events = Events.of(running.get().then().statusCode(200).extract().asString());
        assertEquals(2, events.only("receipt").path("charged").asLong());
        creditWire.heal();
        Chat.await(
                "charged", () -> pro.request().get("/api/credits").path("used").equals(2));
    }

    @Test
    void oneThatFailsMeanwhileIsGivenBackWhenItCanBe() throws Exception {
        var go = new CountDownLatch(1);
        provider.answerPrompt(user, call -> {
            go.await();
            Script.status(422).play(call);
        });
        var running = CompletableFuture.supplyAsync(() -> pro.ask(MODEL, user), Thread::startVirtualThread);
        Chat.awaitCall(provider, user);
        creditWire.cut();
        go.countDown();
        running.get().then().statusCode(502);
        Thread.sleep(700);
        creditWire.heal();
        Chat.await(
                "given back",
                () -> Integer.valueOf(0)
                        .equals(pro.request().get("/api/credits").path("held")));
    }

    /** Fault I2. The credit service knows new keys only, and refuses the token that the gateway has. */
    @Test
    void aReleaseThatIsRefusedForItsTokenIsTriedWithANewOne() throws Exception {
        var plan = new Subscription("pro_user", List.of(), Instant.EPOCH, Subscription.Kind.TOKEN);
        var id = GenerationIds.of(user, "refused");
        credit.hold(new HoldRequest(id, user, MODEL, plan, "hash", "attempt"))
                .await()
                .atMost(Duration.ofSeconds(10));
        var keys = SigningKeys.shared();
        keys.rotate();
        keys.rotate();
        var fresh = new DemoTokens(Tokens.ISSUER).service();
        Chat.await("the new key is known, the old one forgotten", () -> catalog(fresh) == 200);
        creditWire.count("/" + id + "/release");
        settlement.release(user, id, MODEL, "attempt", Instant.now());
        Chat.await("given back", () -> settlement.inBackground() == 0);
        assertEquals(2, creditWire.counted());
        assertEquals(50, pro.remaining());
    }

    private int catalog(String token) {
        return given().port(creditWire.port())
                .auth()
                .oauth2(token)
                .get("/internal/v1/catalog")
                .statusCode();
    }

    private static void checkFailed(Response response, String code) {
        assertFalse(Inside.isIn(response.asString()), response.asString());
        assertFalse(response.asString().contains("127.0.0.1"), response.asString());
        response.then().statusCode(503).header("Retry-After", "2").body(code, equalTo("CREDIT_CHECK_FAILED"));
    }

    private void nothingHappened() throws Exception {
        Chat.await("as before", () -> {
            var balance = pro.request().get("/api/credits");
            return balance.statusCode() == 200
                    && balance.path("remaining").equals(50)
                    && balance.path("held").equals(0);
        });
        assertTrue(provider.calls().stream()
                .noneMatch(call -> call.body().toString().contains(user)));
    }
}
