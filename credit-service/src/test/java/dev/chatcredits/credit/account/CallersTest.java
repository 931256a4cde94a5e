package dev.chatcredits.credit.account;

import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatcredits.credit.support.Fresh;
import dev.chatcredits.credit.support.Gateway;
import dev.chatcredits.credit.support.RealParts;
import dev.chatcredits.credit.support.Routes;
import dev.chatcredits.credit.support.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.Method;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Credits change only for those who may change them. */
@QuarkusTest
@TestProfile(RealParts.class)
class CallersTest {

    private static final String USER = Fresh.user();
    private static final String GENERATION = Fresh.generation();

    /** A route, and the roles that it serves. */
    record Door(Method method, String path, String body, List<String> roles) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private static Stream<Door> doors() {
        String hold = "{\"userId\":\"" + USER
                + "\",\"modelId\":\"m\",\"subscription\":{\"planId\":\"pro_user\",\"asOf\":\"2026-01-01T00:00:00Z\"}}";
        String subscription = "{\"planId\":\"pro_user\",\"asOf\":\"2026-01-01T00:00:00Z\"";
        String user = "{\"userId\":\"" + USER + "\",\"modelId\":\"m\"}";
        List<String> gateways = List.of("credits-service");
        List<String> admins = List.of("credits-admin");
        List<String> readers = List.of("credits-service", "credits-admin");
        return Stream.of(
                new Door(Method.PUT, Routes.subscription(USER), subscription + "}", gateways),
                new Door(
                        Method.PUT,
                        Routes.subscription(USER),
                        subscription + ",\"kind\":\"BILLING\"}",
                        List.of("credits-billing", "credits-admin")),
                new Door(Method.PUT, Routes.hold(GENERATION), hold, gateways),
                new Door(Method.GET, Routes.hold(GENERATION) + "?userId=" + USER, "", gateways),
                new Door(Method.POST, Routes.settlement(GENERATION), user, gateways),
                new Door(Method.POST, Routes.release(GENERATION), user, gateways),
                new Door(Method.GET, Routes.account(USER), "", readers),
                new Door(Method.GET, Routes.entries(USER), "", readers),
                new Door(Method.GET, Routes.CATALOG, "", readers),
                new Door(Method.POST, Routes.adjustments(USER), "{\"credits\":1,\"reason\":\"r\"}", admins),
                new Door(Method.POST, Routes.reset(USER), "{\"reason\":\"r\"}", admins),
                new Door(Method.DELETE, Routes.billing(USER), "", admins),
                new Door(Method.GET, Routes.AUDIT, "", admins));
    }

    private static Stream<Arguments> doorsAndRoles() {
        return doors().flatMap(
                        door -> Stream.of("credits-service", "credits-billing", "credits-admin", "somebody-elses-role")
                                .map(role -> Arguments.of(door, role)));
    }

    @ParameterizedTest
    @MethodSource("doorsAndRoles")
    void aRoleOpensItsOwnRoutesOnly(Door door, String role) {
        Response answer = knock(door, Tokens.withRoles(role));
        if (door.roles().contains(role)) {
            // Whatever it says: the caller was let in.
            assertEquals(2, answer.statusCode() / 100, answer.asString());
            return;
        }
        assertProblem(answer, 403, "FORBIDDEN");
    }

    @ParameterizedTest
    @MethodSource("doors")
    void whoHasNoTokenOfAServiceIsNotServed(Door door) {
        assertProblem(knock(Routes.anonymous(), door), 401, "UNAUTHENTICATED");
        assertProblem(knock(door, Tokens.PERSON), 401, "UNAUTHENTICATED");
        assertProblem(knock(door, "garbage"), 401, "UNAUTHENTICATED");
    }

    @Test
    void aTokenCountsOnlyFromItsIssuerForItsAudienceInItsTime() {
        Door door = doors().skip(2).findFirst().orElseThrow();
        for (String token : List.of(
                Tokens.expired(),
                Tokens.forAudience("chat-gateway"),
                Tokens.ofIssuer("http://localhost/another"),
                Tokens.forged(),
                Tokens.SERVICE + "x",
                "a.b.c")) {
            Response refused = knock(door, token);
            assertProblem(refused, 401, "UNAUTHENTICATED");
            assertEquals("Bearer", refused.header("WWW-Authenticate"));
        }
    }

    @Test
    void aTokenIsLookedAtBeforeTheBody() {
        assertProblem(Routes.anonymous().body("{").put(Routes.hold(Fresh.generation())), 401, "UNAUTHENTICATED");
        assertProblem(Routes.with(Tokens.ADMIN).body("{").put(Routes.hold(Fresh.generation())), 403, "FORBIDDEN");
    }

    private static Response knock(Door door, String token) {
        Gateway.subscribe(USER, Gateway.PRO, Instant.EPOCH);
        return knock(Routes.with(token), door);
    }

    private static Response knock(RequestSpecification caller, Door door) {
        caller.header("Idempotency-Key", Fresh.generation());
        if (!door.body().isEmpty()) {
            caller.body(door.body());
        }
        return caller.request(door.method(), door.path());
    }

    private static void assertProblem(Response answer, int status, String code) {
        answer.then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("status", is(status))
                .body("code", is(code));
    }
}
