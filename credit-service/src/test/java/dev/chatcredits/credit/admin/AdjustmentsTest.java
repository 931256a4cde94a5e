package dev.chatcredits.credit.admin;

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
import io.restassured.response.Response;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(RealParts.class)
class AdjustmentsTest {

    private final String user = Fresh.user();
    private final String key = Fresh.generation();

    @BeforeEach
    void theUserHasAPlan() {
        Gateway.subscribe(user, Gateway.STARTER, Instant.EPOCH).then().statusCode(200);
    }

    @AfterEach
    void theBooksAreRight() {
        Admin.assertThatTheAuditFindsNothing();
    }

    /** Lesson lago-api#5870. */
    @Test
    void creditsAreGivenOncePerKeyAndTheEntrySaysWhoDidItAndWhy() {
        for (int i = 0; i < 2; i++) {
            Admin.adjust(user, key, 10, "sorry for the outage")
                    .then()
                    .statusCode(200)
                    .body("total", is(35))
                    .body("remaining", is(35));
        }
        Routes.with(Tokens.ADMIN)
                .get(Routes.entries(user))
                .then()
                .body("entries.size()", is(2))
                .body("entries[0].kind", is("ADJUST"))
                .body("entries[0].credits", is(10))
                .body("entries[0].remainingAfter", is(35))
                .body("entries[0].reason", is("sorry for the outage"))
                .body("entries[0].actor", is("credit-admin"));
    }

    @Test
    void aKeyIsForOneRequest() {
        Admin.adjust(user, key, 10, "r");
        assertConflict(Admin.adjust(user, key, 11, "r"), "IDEMPOTENCY_KEY_REUSED");
        assertConflict(Admin.adjust(user, key, 10, "another"), "IDEMPOTENCY_KEY_REUSED");
        assertConflict(Admin.reset(user, key, "r"), "IDEMPOTENCY_KEY_REUSED");
        Admin.adjust(Gateway.userWith(Gateway.STARTER), key, 10, "r").then().statusCode(200);
        assertEquals(35, Gateway.remaining(user));
    }

    @Test
    void noMoreThanWhatRemainsCanBeTaken() {
        Gateway.settle(user, Fresh.generation(), Gateway.OPUS);
        hold();
        assertConflict(Admin.adjust(user, key, -16, "r"), "BELOW_USED_AND_HELD");
        Admin.adjust(user, key, -16, "r").then().body("field", is("credits")).body("remaining", is(15));
        Admin.adjust(user, key, -15, "r").then().statusCode(200).body("remaining", is(0));
        assertConflict(Admin.adjust(user, Fresh.generation(), -1, "r"), "BELOW_USED_AND_HELD");
    }

    /** Lesson polar#11427. */
    @Test
    void whatAnAdminGaveSurvivesAPlanChange() {
        Admin.adjust(user, key, 10, "r");
        Gateway.subscribe(user, Gateway.PRO, Instant.now()).then().body("remaining", is(60));
        Gateway.subscribe(user, Gateway.STARTER, Instant.now()).then().body("remaining", is(35));
    }

    /** Lesson openmeter#4845. */
    @Test
    void aResetGivesBackWhatWasUsedAndForgivesDebtButKeepsWhatIsHeld() {
        for (int i = 0; i < 5; i++) {
            Gateway.settle(user, Fresh.generation(), Gateway.OPUS);
        }
        Gateway.settle(user, Fresh.generation(), Gateway.OPUS).then().body("balance.debt", is(5));
        for (int i = 0; i < 2; i++) {
            Admin.reset(user, key, "a new start")
                    .then()
                    .statusCode(200)
                    .body("used", is(0))
                    .body("debt", is(0))
                    .body("remaining", is(25));
        }
        hold();
        Admin.reset(user, Fresh.generation(), "again")
                .then()
                .body("held", is(5))
                .body("remaining", is(20));
    }

    /** A mistyped id must not make an account. */
    @Test
    void whoIsNotKnownIsNotChanged() {
        String nobody = Fresh.user();
        Admin.adjust(nobody, key, 10, "r").then().statusCode(404).body("code", is("NOT_FOUND"));
        Admin.reset(nobody, key, "r").then().statusCode(404).body("code", is("NOT_FOUND"));
        Routes.with(Tokens.ADMIN).get(Routes.account(nobody)).then().statusCode(404);
    }

    private void hold() {
        Gateway.hold(user, Fresh.generation(), Gateway.OPUS).then().statusCode(201);
    }

    private static void assertConflict(Response refused, String code) {
        refused.then().statusCode(409).contentType("application/problem+json").body("code", is(code));
    }
}
