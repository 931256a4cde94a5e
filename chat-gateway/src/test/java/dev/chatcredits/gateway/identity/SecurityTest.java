package dev.chatcredits.gateway.identity;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.chatcredits.gateway.testing.Chat;
import dev.chatcredits.gateway.testing.CreditPlatform;
import dev.chatcredits.gateway.testing.Tokens;
import dev.chatcredits.testing.TableOfRoutes;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Only a signed token of our issuer, for us, in its time, says who somebody is and what they have. */
@QuarkusTest
@WithTestResource(CreditPlatform.class)
class SecurityTest {

    private static final List<String> ROUTES =
            TableOfRoutes.read(Path.of("src/test/resources/authorization.md")).rows().stream()
                    .filter(row -> Integer.valueOf(401).equals(row.statuses().get("nobody")))
                    .map(row -> row.method() + " " + row.path().replace("{id}", "g1"))
                    .toList();

    /** One for each place at which a token is refused: {@link OddTokensTest} has all others. */
    static Stream<String> badTokens() {
        return Stream.of(
                "nonsense",
                "a.b.c",
                Tokens.sign(Tokens.claims("u").audience("credit-service")),
                Tokens.sign(Tokens.claims("..")),
                Tokens.of("u", "pro_user") + "x");
    }

    @ParameterizedTest
    @MethodSource("badTokens")
    void aBadTokenIsRefusedOnEveryRoute(String token) {
        ROUTES.forEach(route -> refused(route, given().auth().oauth2(token)));
    }

    @Test
    void noTokenIsRefusedOnEveryRoute() {
        ROUTES.forEach(route -> refused(route, given()));
        ROUTES.forEach(route -> refused(route, given().header("Authorization", "Basic YTpi")));
    }

    /** RFC 6750, 2.3, allows it and warns of it: addresses are in logs and histories. */
    @Test
    void aTokenInTheAddressIsNone() {
        var token = Tokens.of(Tokens.newUser(), "pro_user");
        ROUTES.forEach(route -> refused(route, given().queryParam("access_token", token)));
    }

    /** Lesson agentgateway#2171. Whose budget it is says the signed subject, and no header. */
    @Test
    void nothingThatABrowserAddsIsBelieved() {
        var user = Tokens.newUser();
        new Chat(Tokens.without(user))
                .request()
                .header("X-User-Id", "alice")
                .header("X-Plan", "pro_user")
                .header("X-Forwarded-User", "alice")
                .header("X-Auth-Request-User", "alice")
                .header("X-LiteLLM-User", "alice")
                .header("OpenAI-Organization", "alice")
                .header("User-Id", "alice")
                .queryParam("userId", "alice")
                .get("/api/credits")
                .then()
                .statusCode(200)
                .body("userId", equalTo(user))
                .body("planId", nullValue())
                .body("total", equalTo(0));
    }

    @Test
    void plansComeFromTheClaimsOfTheToken() {
        var inAList = Tokens.sign(Tokens.claims(Tokens.newUser()).claim("plan", List.of("starter_user", "pro_user")));
        new Chat(inAList).request().get("/api/credits").then().body("total", equalTo(50));
        var byFeature = Tokens.sign(Tokens.claims(Tokens.newUser()).claim("fea", "u:export,u:25_credits_month"));
        new Chat(byFeature).request().get("/api/credits").then().body("total", equalTo(25));
        var elsewhere = Tokens.sign(
                Tokens.claims(Tokens.newUser()).claim("realm_access", Map.of("roles", List.of("pro_user"))));
        new Chat(elsewhere).request().get("/api/credits").then().body("total", equalTo(0));
    }

    @Test
    void anOlderTokenDoesNotBringTheOldPlanBack() {
        var user = Tokens.newUser();
        var older = Tokens.sign(Tokens.claims(user)
                .claim("pla", "u:pro_user")
                .issuedAt(Instant.now().minusSeconds(60)));
        var newer = Tokens.of(user, "starter_user");
        new Chat(older).request().get("/api/credits").then().body("total", equalTo(50));
        new Chat(newer).request().get("/api/credits").then().body("total", equalTo(25));
        new Chat(older).request().get("/api/credits").then().body("total", equalTo(25));
    }

    private static void refused(String route, RequestSpecification request) {
        var parts = route.split(" ", 2);
        var code = parts[1].startsWith("/v1") ? "error.code" : "code";
        var type = parts[1].startsWith("/v1") ? "application/json" : "application/problem+json";
        if (parts[0].equals("POST")) {
            request.contentType(ContentType.JSON).body("{}");
        }
        request.request(parts[0], parts[1])
                .then()
                .statusCode(401)
                .contentType(type)
                .header("WWW-Authenticate", startsWith("Bearer"))
                .body(code, equalTo("UNAUTHENTICATED"));
    }
}
