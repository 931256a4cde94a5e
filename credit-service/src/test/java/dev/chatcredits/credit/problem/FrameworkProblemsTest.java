package dev.chatcredits.credit.problem;

import static org.hamcrest.Matchers.is;

import dev.chatcredits.credit.support.Fresh;
import dev.chatcredits.credit.support.RealParts;
import dev.chatcredits.credit.support.Routes;
import dev.chatcredits.credit.support.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

/** What no route of ours answers has the same form as what our routes answer. */
@QuarkusTest
@TestProfile(RealParts.class)
class FrameworkProblemsTest {

    @Test
    void aRouteThatDoesNotExistIs404() {
        assertProblem(Routes.with(Tokens.SERVICE).get("/internal/v1/nothing"), 404, "NOT_FOUND");
        assertProblem(Routes.with(Tokens.SERVICE).get("/"), 404, "NOT_FOUND");
    }

    @Test
    void aMethodThatARouteDoesNotHaveIs405() {
        assertProblem(Routes.with(Tokens.SERVICE).delete(Routes.hold(Fresh.generation())), 405, "METHOD_NOT_ALLOWED");
        assertProblem(Routes.with(Tokens.SERVICE).post(Routes.CATALOG), 405, "METHOD_NOT_ALLOWED");
    }

    @Test
    void aBodyThatIsNoJsonIs415() {
        assertProblem(
                RestAssured.given()
                        .header("Authorization", "Bearer " + Tokens.SERVICE)
                        .contentType(ContentType.TEXT)
                        .body("{}")
                        .put(Routes.hold(Fresh.generation())),
                415,
                "UNSUPPORTED_MEDIA_TYPE");
    }

    @Test
    void anAnswerThatTheCallerDoesNotTakeIs406() {
        assertProblem(Routes.with(Tokens.SERVICE).accept("text/html").get(Routes.CATALOG), 406, "NOT_ACCEPTABLE");
    }

    @Test
    void aBodyOverTheLimitIs413() {
        String body = "{\"userId\":\"" + "u".repeat(65 * 1024) + "\"}";
        assertProblem(
                Routes.with(Tokens.SERVICE).body(body).put(Routes.hold(Fresh.generation())), 413, "PAYLOAD_TOO_LARGE");
    }

    private static void assertProblem(Response answer, int status, String code) {
        answer.then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("status", is(status))
                .body("code", is(code));
    }
}
