package dev.chatcredits.credit.account;

import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import dev.chatcredits.credit.support.Admin;
import dev.chatcredits.credit.support.Fresh;
import dev.chatcredits.credit.support.Gateway;
import dev.chatcredits.credit.support.RealParts;
import dev.chatcredits.credit.support.Routes;
import dev.chatcredits.credit.support.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A user id is whatever an issuer puts into {@code sub}, and one segment of a path. */
@QuarkusTest
@TestProfile(RealParts.class)
class UserIdsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a/b",
                "/",
                "a/../b",
                "..a",
                "a..",
                "../a",
                "./a",
                "auth0|5f7c8ec7c33c6c004bbafe82",
                "person@example.com",
                "100%",
                "a%2Fb",
                "a b",
                "a+b",
                "a;b=c",
                "a?b&c#d",
                "a\\b\"c'",
                "'; drop table account; --",
                "{a,b}",
                "null",
                "ä€𝄞"
            })
    void anIdIsTheSameInPathsBodiesAndQueries(String id) {
        String user = id + Fresh.user();
        String generation = Fresh.generation();
        Gateway.hold(user, generation, Gateway.GPT)
                .then()
                .statusCode(201)
                .body("userId", is(user))
                .body("balance.userId", is(user));
        Gateway.look(user, generation).then().statusCode(200).body("userId", is(user));
        Routes.with(Tokens.SERVICE)
                .get(Routes.account(user))
                .then()
                .statusCode(200)
                .body("userId", is(user))
                .body("remaining", is(48));
        Gateway.subscribe(user, Gateway.PRO, Instant.now())
                .then()
                .statusCode(200)
                .body("userId", is(user));
        Routes.with(Tokens.SERVICE)
                .get(Routes.entries(user))
                .then()
                .statusCode(200)
                .body("entries.size()", is(1));
        Admin.adjust(user, "key", 1, "kindness")
                .then()
                .statusCode(200)
                .body("userId", is(user))
                .body("remaining", is(49));
        Gateway.settle(user, generation, Gateway.GPT).then().statusCode(200);
    }

    @Test
    void anIdOf255CharactersIsNotTooLong() {
        String user = Fresh.user();
        user += "u".repeat(255 - user.length());
        Gateway.subscribe(user, Gateway.PRO, Instant.EPOCH)
                .then()
                .statusCode(200)
                .body("userId", is(user));
    }

    @ParameterizedTest
    @ValueSource(strings = {"...", "a%00", "a%0Ab", "%7F", "a%C2%85b"})
    void idsOfDotsAloneAndControlCharactersAreRefused(String segment) {
        Routes.with(Tokens.SERVICE)
                .get("/internal/v1/accounts/" + segment)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", is("INVALID_REQUEST"))
                .body("field", is("userId"));
    }

    /** Servers on the way may take them for steps in the path, and so may ours: it is no account's address. */
    @ParameterizedTest
    @ValueSource(strings = {"%2E", "%2e%2e", "%2E%2E"})
    void stepsOfAPathAreNobodysId(String segment) {
        Routes.with(Tokens.SERVICE)
                .body(Gateway.subscription(Gateway.PRO, Instant.EPOCH))
                .put("/internal/v1/accounts/" + segment + "/subscription")
                .then()
                .statusCode(allOf(greaterThanOrEqualTo(400), lessThan(500)));
    }

    @Test
    void anIdThatIsTooLongIsRefused() {
        Routes.with(Tokens.SERVICE)
                .get(Routes.account("u".repeat(256)))
                .then()
                .statusCode(400)
                .body("field", is("userId"));
    }
}
