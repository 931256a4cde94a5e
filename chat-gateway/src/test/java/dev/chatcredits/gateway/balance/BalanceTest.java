package dev.chatcredits.gateway.balance;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chatcredits.gateway.provider.ProviderServer;
import dev.chatcredits.gateway.provider.Script;
import dev.chatcredits.gateway.testing.Chat;
import dev.chatcredits.gateway.testing.CreditPlatform;
import dev.chatcredits.gateway.testing.Tokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(CreditPlatform.class)
@SuppressWarnings("NullAway.Init") // Injected by CreditPlatform.
class BalanceTest {

    ProviderServer provider;

    private final String user = Tokens.newUser();
    private final Chat pro = new Chat(Tokens.of(user, "pro_user"));

    @Test
    void aBalanceTellsAllThatAPageShows() {
        pro.request()
                .get("/api/credits")
                .then()
                .statusCode(200)
                .body("userId", equalTo(user))
                .body("planId", equalTo("pro_user"))
                .body("planName", equalTo("Pro"))
                .body("hasSubscription", equalTo(true))
                .body("total", equalTo(50))
                .body("used", equalTo(0))
                .body("held", equalTo(0))
                .body("heldElsewhere", equalTo(0))
                .body("debt", equalTo(0))
                .body("remaining", equalTo(50))
                .body("low", equalTo(false))
                .body("periodStart", notNullValue())
                .body("periodEnd", notNullValue())
                .body("version", notNullValue())
                .body("updatedAt", notNullValue());
    }

    @Test
    void withoutAPlanThereIsNothing() {
        new Chat(Tokens.without(user))
                .request()
                .get("/api/credits")
                .then()
                .statusCode(200)
                .body("planId", nullValue())
                .body("hasSubscription", equalTo(false))
                .body("total", equalTo(0))
                .body("remaining", equalTo(0))
                .body("low", equalTo(true));
    }

    @Test
    void anExplanationTellsWhichGrantsAndOpenHoldsTheBalanceIsMadeOf() throws Exception {
        var go = new CountDownLatch(1);
        provider.answerPrompt(user, call -> {
            go.await();
            Script.says("Because").play(call);
        });
        var running = CompletableFuture.supplyAsync(() -> pro.ask("openai/gpt-5.1", user), Thread::startVirtualThread);
        Chat.await("held", () -> pro.held() == 2);
        var balance = pro.balance();
        var told = explained(pro);
        go.countDown();
        var id = running.get().then().statusCode(200).extract().header("X-Generation-Id");
        assertEquals(balance, told.path("balance"));
        assertEquals(
                List.of("PLAN", "ACTIVE", "pro_user", "Pro", "50", "0", "2", "0", "0", "48"),
                texts(
                        told.path("grants").path(0),
                        "source",
                        "state",
                        "planId",
                        "planName",
                        "granted",
                        "used",
                        "held",
                        "lapsed",
                        "debt",
                        "remaining"));
        assertEquals(balance.path("periodStart"), told.path("grants").path(0).path("start"));
        assertEquals(balance.path("periodEnd"), told.path("grants").path(0).path("end"));
        var hold = told.path("holds").path(0);
        assertEquals(
                List.of(id, "openai/gpt-5.1", "2", "0"),
                texts(hold, "generationId", "model", "credits", "heldElsewhere"));
        assertTrue(Instant.parse(hold.path("heldAt").asText())
                .isBefore(Instant.parse(hold.path("expiresAt").asText())));
        assertEquals(1, told.path("holds").size());
        assertEquals(0, told.path("heldByOthers").asInt());
    }

    @Test
    void whoWasNeverSeenBeforeHasAnExplanationToo() {
        assertEquals(50, explained(pro).path("grants").path(0).path("remaining").asInt());
        var none = explained(new Chat(Tokens.without(Tokens.newUser())));
        assertEquals(0, none.path("balance").path("remaining").asInt());
        assertEquals(0, none.path("grants").size() + none.path("holds").size());
    }

    private static JsonNode explained(Chat chat) {
        return chat.request()
                .get("/api/credits/explanation")
                .then()
                .statusCode(200)
                .extract()
                .as(JsonNode.class);
    }

    private static List<String> texts(JsonNode object, String... members) {
        return Stream.of(members).map(member -> object.path(member).asText()).toList();
    }

    @Test
    void theHistoryTellsWhatChangedTheBalance() throws Exception {
        var id = pro.ask("anthropic/claude-opus-4.5", user)
                .then()
                .statusCode(200)
                .extract()
                .header("X-Generation-Id");
        Chat.await("charged", () -> pro.balance().path("used").asLong() == 5);
        var first = pro.request()
                .queryParam("limit", 1)
                .get("/api/credits/history")
                .then()
                .statusCode(200)
                .body("entries", hasSize(1))
                .body("entries[0].kind", equalTo("CHARGE"))
                .body("entries[0].credits", equalTo(-5))
                .body("entries[0].model", equalTo("anthropic/claude-opus-4.5"))
                .body("entries[0].generationId", equalTo(id))
                .body("entries[0].remainingAfter", equalTo(45))
                .body("entries[0].occurredAt", notNullValue())
                .body("nextCursor", notNullValue())
                .extract()
                .<String>path("nextCursor");
        pro.request()
                .queryParam("cursor", first)
                .get("/api/credits/history")
                .then()
                .statusCode(200)
                .body("entries.kind", equalTo(List.of("GRANT")))
                .body("nextCursor", nullValue());
    }

    @Test
    void whoHasNoHistoryGetsAnEmptyOne() {
        pro.request()
                .get("/api/credits/history")
                .then()
                .statusCode(200)
                .body("entries", hasSize(0))
                .body("nextCursor", nullValue());
    }

    @Test
    void aPageThatMakesNoSenseIsRefused() {
        for (var limit : List.of("0", "201", "-1", "many")) {
            pro.request()
                    .queryParam("limit", limit)
                    .get("/api/credits/history")
                    .then()
                    .statusCode(400)
                    .body("field", equalTo("limit"));
        }
        pro.balance();
        for (var cursor : List.of("nowhere", "-1", "9".repeat(19))) {
            pro.request()
                    .queryParam("cursor", cursor)
                    .get("/api/credits/history")
                    .then()
                    .statusCode(400)
                    .body("field", equalTo("cursor"));
        }
    }

    /** What one person asks must not look like an outage: after a few of those nobody is let through. */
    @Test
    void whoAsksForAPageOfTooLongAnAddressDisturbsNobody() {
        for (var i = 0; i < 30; i++) {
            pro.request()
                    .queryParam("cursor", "1".repeat(4_030))
                    .get("/api/credits/history")
                    .then()
                    .statusCode(400)
                    .body("field", equalTo("cursor"));
        }
        assertEquals(50, new Chat(Tokens.of(Tokens.newUser(), "pro_user")).remaining());
    }

    /** Lesson app#859. */
    @Test
    void modelsHaveNamesAndPrices() {
        pro.request()
                .get("/api/models")
                .then()
                .statusCode(200)
                .body("models.find { it.id == 'openai/gpt-5.1' }.name", equalTo("GPT-5.1"))
                .body("models.find { it.id == 'openai/gpt-5.1' }.credits", equalTo(2))
                .body("models.find { it.id == 'free/unpriced' }.credits", equalTo(1));
    }

    @Test
    void plansHaveTheCallersMarked() {
        pro.request()
                .get("/api/plans")
                .then()
                .statusCode(200)
                .body("plans.find { it.id == 'pro_user' }.current", equalTo(true))
                .body("plans.find { it.id == 'pro_user' }.credits", equalTo(50))
                .body("plans.find { it.id == 'pro_user' }.highlights", equalTo(List.of("Answers <b>by telephone</b>")))
                .body("plans.find { it.id == 'starter_user' }.highlights", hasSize(0))
                .body("plans.find { it.id == 'starter_user' }.current", equalTo(false));
        new Chat(Tokens.without(Tokens.newUser()))
                .request()
                .get("/api/plans")
                .then()
                .body("plans.current", everyItem(equalTo(false)))
                .body("plans.id", hasItem("starter_user"));
    }

    @Test
    void aGenerationIsItsOwnersOnly() throws Exception {
        var id = pro.ask("x-ai/grok-4.1-fast", user)
                .then()
                .statusCode(200)
                .extract()
                .header("X-Generation-Id");
        Chat.await("settled", () -> pro.generation(id).path("status").asText().equals("SETTLED"));
        pro.request()
                .get("/api/generations/{id}", id)
                .then()
                .body("generationId", equalTo(id))
                .body("model", equalTo("x-ai/grok-4.1-fast"))
                .body("charged", equalTo(1));
        var other = new Chat(Tokens.of(Tokens.newUser(), "pro_user"));
        other.request().get("/api/generations/{id}", id).then().statusCode(404).body("code", equalTo("NOT_FOUND"));
        pro.request()
                .get("/api/generations/{id}", "no such id!")
                .then()
                .statusCode(404)
                .body("code", equalTo("NOT_FOUND"));
    }

    @Test
    void thereIsNoCheckoutWhereNoneIsConfigured() {
        pro.request()
                .body("{\"planId\":\"pro_user\"}")
                .post("/api/checkout")
                .then()
                .statusCode(404)
                .body("code", equalTo("NOT_FOUND"));
        pro.request()
                .body("{\"planId\":\"nobody\"}")
                .post("/api/checkout")
                .then()
                .statusCode(400)
                .body("field", equalTo("planId"))
                .body("code", not(equalTo("NOT_FOUND")));
    }
}
