package dev.chatcredits.credit.account;

import static dev.chatcredits.credit.support.Gateway.GPT;
import static dev.chatcredits.credit.support.Gateway.GROK;
import static dev.chatcredits.credit.support.Gateway.OPUS;
import static dev.chatcredits.credit.support.Gateway.PRO;
import static dev.chatcredits.credit.support.Gateway.STARTER;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chatcredits.credit.catalog.Catalog;
import dev.chatcredits.credit.support.Fresh;
import dev.chatcredits.credit.support.Gateway;
import dev.chatcredits.credit.support.RealParts;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(RealParts.class)
class HoldRefusalsTest {

    private static final String PROBLEM = "application/problem+json";

    @Inject
    CommandQueue queue;

    @Inject
    Ledger ledger;

    @Inject
    HoldLife holdLife;

    @Inject
    Catalog catalog;

    @Inject
    Clock clock;

    private final String user = Fresh.user();
    private final String generation = Fresh.generation();

    /** Lesson LibreChat#14013. */
    @Test
    void tooFewCreditsAre402AndSayWhatIsLeftAndWhenItRenews() {
        Gateway.subscribe(user, STARTER, Instant.EPOCH);
        for (int i = 0; i < 4; i++) {
            Gateway.settle(user, Fresh.generation(), OPUS);
        }
        Gateway.settle(user, Fresh.generation(), GPT);
        Gateway.hold(user, generation, OPUS)
                .then()
                .statusCode(402)
                .contentType(PROBLEM)
                .body("status", is(402))
                .body("code", is("INSUFFICIENT_CREDITS"))
                .body("remaining", is(3))
                .body("required", is(5))
                .body("resetsAt", is(startOfNextMonth()))
                .body("balance.remaining", is(3))
                .body("balance.planId", is(STARTER));
        assertEquals(3, Gateway.remaining(user));
    }

    @Test
    void aRefusedHoldLeavesNothingAndItsIdCanBeUsedOnceThereAreCredits() {
        Instant now = Instant.now();
        Gateway.hold(generation, body(OPUS, null, now.minusSeconds(2))).then().statusCode(402);
        Gateway.look(user, generation).then().statusCode(404);
        Gateway.hold(generation, body(OPUS, PRO, now.minusSeconds(1)))
                .then()
                .statusCode(201)
                .body("balance.remaining", is(45));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "plan_of_somebody_else")
    void withoutAPlanThatIsKnownThereIsNoSubscription(@Nullable String plan) {
        Gateway.hold(generation, body(GROK, plan, Instant.EPOCH))
                .then()
                .statusCode(402)
                .contentType(PROBLEM)
                .body("code", is("NO_SUBSCRIPTION"))
                .body("remaining", is(0))
                .body("required", is(1))
                .body("resetsAt", is(startOfNextMonth()));
    }

    @Test
    void anotherAttemptWhileTheFirstIsUnderWayIsRefused() {
        Gateway.hold(generation, attempt("hash", "first")).then().statusCode(201);
        Gateway.hold(generation, attempt("hash", "first")).then().statusCode(200);
        assertRefused(Gateway.hold(generation, attempt("hash", "second")), "GENERATION_IN_PROGRESS", "HELD");
        assertEquals(48, Gateway.remaining(user));
    }

    @Test
    void aGenerationThatEndedIsNotStartedAgain() {
        Gateway.hold(generation, attempt("hash", "first"));
        Gateway.settle(user, generation, GPT);
        assertRefused(Gateway.hold(generation, attempt("hash", "first")), "GENERATION_ENDED", "SETTLED");
        assertRefused(Gateway.hold(generation, attempt("hash", "second")), "GENERATION_ENDED", "SETTLED");
        assertEquals(48, Gateway.remaining(user));
    }

    @Test
    void anIdThatWasUsedForAnotherRequestIsRefused() {
        Gateway.hold(generation, attempt("hash", "first"));
        assertRefused(Gateway.hold(generation, attempt("other hash", "first")), "GENERATION_ID_REUSED", "HELD");
        Map<String, @Nullable Object> otherModel = attempt("hash", "first");
        otherModel.put("modelId", OPUS);
        assertRefused(Gateway.hold(generation, otherModel), "GENERATION_ID_REUSED", "HELD");
        assertEquals(48, Gateway.remaining(user));
    }

    /** And nobody learns what became of it. */
    @Test
    void anIdThatAnotherUserHasIsRefused() {
        Gateway.hold(Fresh.user(), generation, GPT).then().statusCode(201);
        Gateway.hold(user, generation, GPT)
                .then()
                .statusCode(409)
                .contentType(PROBLEM)
                .body("code", is("GENERATION_ID_REUSED"))
                .body("containsKey('generationStatus')", is(false));
    }

    /** Other services name their generations as they like. */
    @Test
    void whoeverElseHasTheIdAHoldIsRepeatedForItsOwner() {
        Gateway.hold(generation, attempt("hash", "first")).then().statusCode(201);
        Gateway.settle(Fresh.user(), generation, GPT).then().statusCode(201);
        Gateway.hold(generation, attempt("hash", "first")).then().statusCode(200);
        assertEquals(48, Gateway.remaining(user));
    }

    /** The operator has taken the model out of the catalog meanwhile, and refuses what has no price. */
    @Test
    void aSuccessWhoseModelLostItsPriceIsChargedWithAHoldAndRefusedWithoutOne() {
        Gateway.hold(user, generation, OPUS).then().statusCode(201);
        HoldResource withoutPrices = new HoldResource(queue, ledger, holdLife, withoutPrices(), clock);
        HoldResource.Settlement settlement = new HoldResource.Settlement(user, OPUS);
        RestResponse<HoldBody> settled =
                withoutPrices.settle(generation, settlement).await().atMost(Ledgers.LIMIT);
        assertEquals(200, settled.getStatus());
        assertEquals("SETTLED", Gateway.status(user, generation));
        HttpProblem refused = assertThrows(
                HttpProblem.class,
                () -> withoutPrices
                        .settle(Fresh.generation(), settlement)
                        .await()
                        .atMost(Ledgers.LIMIT));
        assertEquals(400, refused.getStatusCode());
        assertEquals("INVALID_REQUEST", refused.getParameters().get("code"));
        assertEquals("modelId", refused.getParameters().get("field"));
        assertEquals(45, Gateway.remaining(user));
    }

    private Catalog withoutPrices() {
        return new Catalog(catalog.plans(), catalog.features(), Map.of(), Optional.empty(), catalog.anchor());
    }

    private void assertRefused(Response refused, String code, String state) {
        refused.then()
                .statusCode(409)
                .contentType(PROBLEM)
                .body("status", is(409))
                .body("code", is(code))
                .body("generationId", is(generation))
                .body("generationStatus", is(state));
    }

    private Map<String, @Nullable Object> attempt(String hash, String attempt) {
        Map<String, @Nullable Object> body = body(GPT, PRO, Instant.EPOCH);
        body.put("requestHash", hash);
        body.put("attempt", attempt);
        return body;
    }

    private Map<String, @Nullable Object> body(String model, @Nullable String plan, Instant asOf) {
        return Gateway.holdBody(user, model, Gateway.subscription(plan, asOf));
    }

    private static String startOfNextMonth() {
        return LocalDate.now(ZoneOffset.UTC)
                .withDayOfMonth(1)
                .plusMonths(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant()
                .toString();
    }
}
