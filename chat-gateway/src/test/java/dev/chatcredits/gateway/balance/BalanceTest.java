package dev.chatcredits.gateway.balance;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.chatcredits.gateway.testing.Chat;
import dev.chatcredits.gateway.testing.CreditPlatform;
import dev.chatcredits.gateway.testing.Tokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(CreditPlatform.class)
class BalanceTest {

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
        pro.request()
                .queryParam("cursor", "nowhere")
                .get("/api/credits/history")
                .then()
                .statusCode(400)
                .body("field", equalTo("cursor"));
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
