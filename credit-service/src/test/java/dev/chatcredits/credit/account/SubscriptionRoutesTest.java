package dev.chatcredits.credit.account;

import static dev.chatcredits.credit.support.Gateway.PRO;
import static dev.chatcredits.credit.support.Gateway.STARTER;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.chatcredits.credit.support.Admin;
import dev.chatcredits.credit.support.Fresh;
import dev.chatcredits.credit.support.Gateway;
import dev.chatcredits.credit.support.RealParts;
import dev.chatcredits.credit.support.Routes;
import dev.chatcredits.credit.support.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(RealParts.class)
class SubscriptionRoutesTest {

    private final String user = Fresh.user();
    private final Instant now = Instant.now();

    @Test
    void aPlanGivesItsCreditsForTheMonth() {
        YearMonth month = YearMonth.from(now.atOffset(ZoneOffset.UTC));
        Gateway.subscribe(user, STARTER, now)
                .then()
                .statusCode(200)
                .body("userId", is(user))
                .body("planId", is(STARTER))
                .body("planName", is("Starter"))
                .body("hasSubscription", is(true))
                .body("total", is(25))
                .body("used", is(0))
                .body("held", is(0))
                .body("heldElsewhere", is(0))
                .body("debt", is(0))
                .body("remaining", is(25))
                .body("low", is(false))
                .body("periodStart", is(month.atDay(1) + "T00:00:00Z"))
                .body("periodEnd", is(month.plusMonths(1).atDay(1) + "T00:00:00Z"))
                .body("version", is(1));
    }

    @Test
    void withoutAPlanThereIsNothing() {
        Gateway.subscribe(user, null, now)
                .then()
                .statusCode(200)
                .body("planId", nullValue())
                .body("planName", nullValue())
                .body("hasSubscription", is(false))
                .body("total", is(0))
                .body("remaining", is(0))
                .body("low", is(true));
    }

    @Test
    void theHighestOfPlansAndFeaturesCountsAndIsNamedAfterThePlan() {
        features(now.minusSeconds(9), null, "50_credits_month", "25_credits_month")
                .then()
                .body("total", is(50))
                .body("planId", is("50_credits_month"))
                .body("planName", is("50_credits_month"));
        features(now.minusSeconds(8), STARTER, "50_credits_month", "beta_tester")
                .then()
                .body("total", is(50))
                .body("planId", is(STARTER));
        features(now.minusSeconds(7), STARTER, PRO).then().body("total", is(50)).body("planId", is(PRO));
        features(now.minusSeconds(6), null, "beta_tester").then().body("hasSubscription", is(false));
    }

    @Test
    void aPlanChangeStartsAnewAndComingBackFindsThePlanAsItWasLeft() {
        Gateway.subscribe(user, STARTER, now.minusSeconds(9));
        Gateway.settle(user, Fresh.generation(), Gateway.OPUS);
        Gateway.subscribe(user, PRO, now.minusSeconds(8))
                .then()
                .body("total", is(50))
                .body("used", is(0))
                .body("remaining", is(50));
        Gateway.subscribe(user, STARTER, now.minusSeconds(7))
                .then()
                .body("total", is(25))
                .body("used", is(5))
                .body("remaining", is(20));
        Gateway.subscribe(user, PRO, now.minusSeconds(6)).then().body("remaining", is(50));
    }

    @Test
    void onlyNewerProofCounts() {
        Gateway.subscribe(user, STARTER, now.minusSeconds(9));
        Gateway.subscribe(user, PRO, now.minusSeconds(9)).then().statusCode(200).body("planId", is(STARTER));
        Gateway.subscribe(user, PRO, now.minusSeconds(10))
                .then()
                .statusCode(200)
                .body("planId", is(STARTER));
        Gateway.subscribe(user, PRO, now.minusSeconds(8)).then().statusCode(200).body("planId", is(PRO));
    }

    @Test
    void clocksOfIssuersMayBeAheadByAMinute() {
        Gateway.subscribe(user, PRO, now.plusSeconds(30)).then().statusCode(200).body("planId", is(PRO));
        Gateway.subscribe(Fresh.user(), PRO, now.plusSeconds(90))
                .then()
                .statusCode(400)
                .body("field", is("asOf"));
    }

    @Test
    void onceBillingHasSpokenTokensDoNotCountUntilAnAdminLiftsThat() {
        Gateway.subscribe(user, STARTER, now.minusSeconds(60));
        Gateway.bill(user, PRO, now.minusSeconds(120)).then().statusCode(200).body("planId", is(PRO));
        Gateway.subscribe(user, STARTER, now.minusSeconds(5))
                .then()
                .statusCode(200)
                .body("planId", is(PRO));
        Gateway.bill(user, null, now.minusSeconds(100)).then().body("hasSubscription", is(false));
        Gateway.bill(user, PRO, now.minusSeconds(110)).then().body("hasSubscription", is(false));
        Gateway.hold(user, Fresh.generation(), Gateway.GROK)
                .then()
                .statusCode(402)
                .body("code", is("NO_SUBSCRIPTION"));

        Admin.liftBilling(user).then().statusCode(200).body("hasSubscription", is(false));
        Admin.liftBilling(user).then().statusCode(200);
        Gateway.subscribe(user, STARTER, now.minusSeconds(1)).then().body("hasSubscription", is(false));
        Gateway.subscribe(user, STARTER, Instant.now().plusSeconds(1)).then().body("planId", is(STARTER));
    }

    @Test
    void aBalanceOfSomebodyUnknownIs404() {
        Routes.with(Tokens.SERVICE)
                .get(Routes.account(user))
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("code", is("NOT_FOUND"));
        Admin.liftBilling(user).then().statusCode(404);
    }

    private Response features(Instant asOf, @Nullable String plan, String... features) {
        Map<String, @Nullable Object> body = Gateway.subscription(plan, asOf);
        body.put("features", List.of(features));
        return Routes.with(Tokens.SERVICE).body(body).put(Routes.subscription(user));
    }
}
