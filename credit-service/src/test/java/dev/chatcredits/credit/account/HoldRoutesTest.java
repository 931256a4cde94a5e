package dev.chatcredits.credit.account;

import static dev.chatcredits.credit.support.Gateway.GPT;
import static dev.chatcredits.credit.support.Gateway.GROK;
import static dev.chatcredits.credit.support.Gateway.OPUS;
import static dev.chatcredits.credit.support.Gateway.PRO;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatcredits.credit.support.Fresh;
import dev.chatcredits.credit.support.Gateway;
import dev.chatcredits.credit.support.RealParts;
import dev.chatcredits.credit.support.Routes;
import dev.chatcredits.credit.support.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(RealParts.class)
class HoldRoutesTest {

    private final String user = Fresh.user();
    private final String generation = Fresh.generation();

    @Test
    void aHoldTakesThePriceOfTheModelAndTellsTheBalance() {
        Instant before = Instant.now();
        var held = Gateway.hold(user, generation, GPT);
        held.then()
                .statusCode(201)
                .body("generationId", is(generation))
                .body("userId", is(user))
                .body("modelId", is(GPT))
                .body("credits", is(2))
                .body("status", is("HELD"))
                .body("balance.userId", is(user))
                .body("balance.planId", is(PRO))
                .body("balance.planName", is("Pro"))
                .body("balance.hasSubscription", is(true))
                .body("balance.total", is(50))
                .body("balance.held", is(2))
                .body("balance.used", is(0))
                .body("balance.debt", is(0))
                .body("balance.remaining", is(48))
                .body("balance.low", is(false));
        Instant end = Instant.parse(held.path("expiresAt"));
        assertEquals(
                Duration.ofMinutes(15),
                Duration.between(before, end).truncatedTo(ChronoUnit.MINUTES),
                "the hold's life");
        assertEquals(48, Gateway.remaining(user));
    }

    @Test
    void theSameCallAgainIsAnsweredByTheSameHold() {
        Gateway.hold(user, generation, GPT).then().statusCode(201);
        Gateway.hold(user, generation, GPT)
                .then()
                .statusCode(200)
                .body("status", is("HELD"))
                .body("balance.remaining", is(48));
    }

    @Test
    void aHoldCanBeLookedAtByItsUserOnly() {
        Gateway.hold(user, generation, GPT);
        Gateway.look(user, generation)
                .then()
                .statusCode(200)
                .body("generationId", is(generation))
                .body("userId", is(user))
                .body("modelId", is(GPT))
                .body("credits", is(2))
                .body("status", is("HELD"))
                .body("balance.remaining", is(48));
        Gateway.look(Gateway.userWith(PRO), generation).then().statusCode(404).body("code", is("NOT_FOUND"));
        Gateway.look(user, Fresh.generation()).then().statusCode(404).body("code", is("NOT_FOUND"));
        Gateway.look(Fresh.user(), generation).then().statusCode(404).body("code", is("NOT_FOUND"));
    }

    @Test
    void aSettlementChargesTheHoldOnceHoweverOftenItComes() {
        Gateway.hold(user, generation, OPUS);
        for (int i = 0; i < 3; i++) {
            Gateway.settle(user, generation, OPUS)
                    .then()
                    .statusCode(200)
                    .body("status", is("SETTLED"))
                    .body("credits", is(5))
                    .body("balance.used", is(5))
                    .body("balance.held", is(0))
                    .body("balance.remaining", is(45));
        }
        assertEquals("SETTLED", Gateway.status(user, generation));
    }

    @Test
    void aSettlementWithoutAHoldIsChargedOnce() {
        Gateway.settle(user, generation, GPT)
                .then()
                .statusCode(201)
                .body("status", is("SETTLED"))
                .body("credits", is(2))
                .body("balance.total", is(0))
                .body("balance.planId", nullValue())
                .body("balance.debt", is(2))
                .body("balance.remaining", is(0));
        Gateway.settle(user, generation, GPT).then().statusCode(200).body("balance.debt", is(2));
    }

    @Test
    void aReleaseGivesTheCreditsBack() {
        Gateway.hold(user, generation, OPUS);
        for (int i = 0; i < 2; i++) {
            Gateway.release(user, generation)
                    .then()
                    .statusCode(200)
                    .body("status", is("RELEASED"))
                    .body("credits", is(5))
                    .body("balance.held", is(0))
                    .body("balance.used", is(0))
                    .body("balance.remaining", is(50));
        }
    }

    @Test
    void aReleaseThatComesBeforeItsHoldKeepsItFromComingToLife() {
        Gateway.release(user, generation)
                .then()
                .statusCode(200)
                .body("status", is("RELEASED"))
                .body("credits", is(0))
                .body("modelId", nullValue());
        Gateway.hold(user, generation, OPUS)
                .then()
                .statusCode(409)
                .body("code", is("GENERATION_ENDED"))
                .body("generationStatus", is("RELEASED"));
    }

    /** Fault G5. */
    @Test
    void aReleaseOfAnotherAttemptLeavesTheHoldAsItIs() {
        Map<String, @Nullable Object> first = Gateway.holdBody(user, OPUS, Gateway.subscription(PRO, Instant.EPOCH));
        first.put("attempt", "first");
        Gateway.hold(generation, first).then().statusCode(201);
        release("second").then().statusCode(200).body("status", is("HELD")).body("balance.held", is(5));
        release("first").then().statusCode(200).body("status", is("RELEASED")).body("balance.held", is(0));
    }

    private Response release(String attempt) {
        return Routes.with(Tokens.SERVICE)
                .body(Map.of("userId", user, "attempt", attempt))
                .post(Routes.release(generation));
    }

    @Test
    void aReleaseAfterTheSettlementChangesNothing() {
        Gateway.hold(user, generation, OPUS);
        Gateway.settle(user, generation, OPUS);
        Gateway.release(user, generation)
                .then()
                .statusCode(200)
                .body("status", is("SETTLED"))
                .body("balance.used", is(5));
    }

    @Test
    void aSuccessThatIsHeardOfAfterTheReleaseIsChargedOnce() {
        Gateway.hold(user, generation, OPUS);
        Gateway.release(user, generation);
        Gateway.settle(user, generation, OPUS)
                .then()
                .statusCode(200)
                .body("status", is("SETTLED"))
                .body("balance.remaining", equalTo(45));
    }

    @Test
    void aModelWithoutAPriceCostsTheDefault() {
        Gateway.hold(user, generation, "unheard/of")
                .then()
                .statusCode(201)
                .body("credits", is(1))
                .body("modelId", is("unheard/of"));
        Gateway.settle(user, Fresh.generation(), "unheard/of").then().body("credits", is(1));
        Gateway.hold(user, Fresh.generation(), GROK).then().body("credits", is(1));
    }
}
