package dev.chatcredits.gateway.chat;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatcredits.gateway.provider.ProviderServer;
import dev.chatcredits.gateway.provider.Script;
import dev.chatcredits.gateway.testing.Chat;
import dev.chatcredits.gateway.testing.CreditPlatform;
import dev.chatcredits.gateway.testing.Tokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The same key never starts a second generation, and never charges twice. */
@QuarkusTest
@WithTestResource(CreditPlatform.class)
@SuppressWarnings("NullAway.Init") // Injected by CreditPlatform.
class IdempotencyTest {

    ProviderServer provider;

    private final String user = Tokens.newUser();
    private final Chat pro = new Chat(Tokens.of(user, "pro_user"));

    @Test
    void theSameRequestAgainIsToldWhatBecameOfTheFirst() throws Exception {
        var id = ask("key", user).then().statusCode(200).extract().header("X-Generation-Id");
        Chat.await("settled", () -> pro.generation(id).path("status").asText().equals("SETTLED"));
        ask("key", user)
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("code", equalTo("GENERATION_ENDED"))
                .body("generationId", equalTo(id))
                .body("generationStatus", equalTo("SETTLED"))
                .body("statusUrl", equalTo("/api/generations/" + id))
                .header("x-should-retry", "false");
        assertEquals(48, pro.remaining());
    }

    @Test
    void anotherRequestUnderTheKeyIsRefused() throws Exception {
        ask("key", user).then().statusCode(200);
        ask("key", user + " please").then().statusCode(409).body("code", equalTo("GENERATION_ID_REUSED"));
        assertEquals(48, pro.remaining());
    }

    /** Fault G5. */
    @Test
    void whileItRunsTheSameRequestIsInProgress() throws Exception {
        var go = new CountDownLatch(1);
        provider.answerPrompt(user, call -> {
            go.await();
            Script.says("Done").play(call);
        });
        var first = CompletableFuture.supplyAsync(() -> ask("key", user), Thread::startVirtualThread);
        Chat.await("held", () -> pro.held() == 2);
        ask("key", user)
                .then()
                .statusCode(409)
                .body("code", equalTo("GENERATION_IN_PROGRESS"))
                .body("generationStatus", equalTo("HELD"));
        go.countDown();
        first.get().then().statusCode(200);
        assertEquals(48, pro.remaining());
    }

    @Test
    void keysOfOtherPeopleAreOthers() {
        var other = new Chat(Tokens.of(Tokens.newUser(), "pro_user"));
        ask("key", user).then().statusCode(200);
        other.request()
                .header("Idempotency-Key", "key")
                .body(body(user))
                .post("/api/chat")
                .then()
                .statusCode(200);
    }

    @Test
    void afterARefusalForWantOfCreditsTheKeyCanBeUsedAgain() {
        var older = Instant.now().minusSeconds(10);
        var poor = new Chat(Tokens.sign(Tokens.claims(user).issuedAt(older)));
        poor.request()
                .header("Idempotency-Key", "key")
                .body(body(user))
                .post("/api/chat")
                .then()
                .statusCode(402);
        ask("key", user).then().statusCode(200);
    }

    @Test
    void aFailedRequestSaysThatItsKeyIsSpent() {
        provider.answerPrompt(user, Script.status(500));
        ask("key", user).then().statusCode(502).header("x-should-retry", "false");
        ask("key", user).then().statusCode(409);
    }

    private Response ask(String key, String text) {
        return pro.request().header("Idempotency-Key", key).body(body(text)).post("/api/chat");
    }

    private static String body(String text) {
        return "{\"model\":\"openai/gpt-5.1\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";
    }
}
