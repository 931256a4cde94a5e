package dev.chatcredits.credit.account;

import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatcredits.credit.support.Admin;
import dev.chatcredits.credit.support.Fresh;
import dev.chatcredits.credit.support.Gateway;
import dev.chatcredits.credit.support.RealParts;
import dev.chatcredits.credit.support.Routes;
import dev.chatcredits.credit.support.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lesson litellm#37053: what a caller writes beside what is known chooses no person, no amount and no state. */
@QuarkusTest
@TestProfile(RealParts.class)
class UnknownMembersTest {

    private final String user = Fresh.user();
    private final String other = Fresh.user();
    private final String generation = Fresh.generation();
    private String others = "";

    @BeforeEach
    void bothHaveAPlan() {
        Gateway.subscribe(user, Gateway.PRO, Instant.EPOCH).then().statusCode(200);
        Gateway.subscribe(other, Gateway.STARTER, Instant.EPOCH).then().statusCode(200);
        others = Gateway.balance(other).prettify();
    }

    @AfterEach
    void nobodyElseIsTouched() {
        assertEquals(others, Gateway.balance(other).prettify());
        Admin.assertThatTheAuditFindsNothing();
    }

    @Test
    void aHoldCostsWhatItsModelCosts() {
        Map<String, @Nullable Object> subscription = with(Gateway.subscription(Gateway.PRO, Instant.EPOCH));
        Map<String, @Nullable Object> body = Gateway.holdBody(user, Gateway.GPT, subscription);
        for (String member : List.of(
                "credits",
                "cost",
                "price",
                "remaining",
                "total",
                "status",
                "expiresAt",
                "debt",
                "balance",
                "api_base")) {
            body.put(member, 40);
        }
        body.put("user", other);
        body.put("user_id", other);
        body.put("USERID", other);
        Gateway.hold(generation, body)
                .then()
                .statusCode(201)
                .body("userId", is(user))
                .body("credits", is(2))
                .body("balance.total", is(50))
                .body("balance.remaining", is(48));
        Routes.with(Tokens.SERVICE)
                .body(Map.of("userId", user, "modelId", Gateway.GPT, "credits", 40, "outcome", "FAILED"))
                .post(Routes.settlement(generation))
                .then()
                .statusCode(200)
                .body("credits", is(2))
                .body("balance.used", is(2));
    }

    @Test
    void aReleaseGivesBackWhatWasHeld() {
        Gateway.hold(user, generation, Gateway.GPT).then().statusCode(201);
        Routes.with(Tokens.SERVICE)
                .body(with(Map.of("userId", user)))
                .post(Routes.release(generation))
                .then()
                .statusCode(200)
                .body("userId", is(user))
                .body("status", is("RELEASED"))
                .body("credits", is(2))
                .body("balance.total", is(50))
                .body("balance.remaining", is(50));
    }

    @Test
    void aSubscriptionIsOfTheOneInThePathAndGivesWhatItsPlanGives() {
        Routes.with(Tokens.SERVICE)
                .body(with(Gateway.subscription(Gateway.STARTER, Instant.now())))
                .put(Routes.subscription(user))
                .then()
                .statusCode(200)
                .body("userId", is(user))
                .body("planId", is(Gateway.STARTER))
                .body("total", is(25));
    }

    @Test
    void anAdjustmentIsByWhoeverCallsForTheOneInThePath() {
        Map<String, @Nullable Object> body = with(Map.of("reason", "r"));
        body.put("credits", 5);
        Routes.with(Tokens.ADMIN)
                .header("Idempotency-Key", generation)
                .body(body)
                .post(Routes.adjustments(user))
                .then()
                .statusCode(200)
                .body("userId", is(user))
                .body("total", is(55));
        Routes.with(Tokens.ADMIN)
                .get(Routes.entries(user))
                .then()
                .body("entries[0].kind", is("ADJUST"))
                .body("entries[0].credits", is(5))
                .body("entries[0].actor", is("credit-admin"));
    }

    /** As deep as nobody needs it, in what is good else. */
    @Test
    void whatIsNestedWithoutEndIsNotRead() {
        // More would be slow: REST Assured makes a page of each level, in case that the test fails.
        int depth = 1_500;
        String body = "{\"x\":" + "[".repeat(depth) + "]".repeat(depth) + ",\"userId\":\"" + user
                + "\",\"modelId\":\"m\",\"subscription\":{\"planId\":\"pro_user\",\"asOf\":\"1970-01-01T00:00:00Z\"}}";
        Gateway.hold(generation, body)
                .then()
                .statusCode(400)
                .body("code", is("INVALID_REQUEST"))
                .body("field", is("body"));
        assertEquals(0, Gateway.balance(user).getInt("held"));
        Gateway.look(user, generation).then().statusCode(404);
    }

    /** What would be somebody else's, or more. */
    private Map<String, @Nullable Object> with(Map<String, ? extends @Nullable Object> body) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>(body);
        more.putIfAbsent("userId", other);
        more.putIfAbsent("kind", "TOKEN");
        more.put("user", other);
        more.put("who", other);
        more.put("actor", other);
        more.put("credits", 1_000);
        more.put("total", 1_000);
        more.put("used", -1_000);
        more.put("status", "SETTLED");
        more.put("version", 0);
        return more;
    }
}
