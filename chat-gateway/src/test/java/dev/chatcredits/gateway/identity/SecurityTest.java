package dev.chatcredits.gateway.identity;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.chatcredits.gateway.testing.Chat;
import dev.chatcredits.gateway.testing.CreditPlatform;
import dev.chatcredits.gateway.testing.Tokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import io.smallrye.jwt.build.Jwt;
import java.security.KeyPairGenerator;
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

    private static final List<String> ROUTES = List.of(
            "GET /api/credits",
            "GET /api/credits/history",
            "GET /api/credits/stream",
            "GET /api/models",
            "GET /api/plans",
            "GET /api/generations/g1",
            "POST /api/checkout",
            "POST /api/chat",
            "GET /v1/models",
            "POST /v1/chat/completions");

    static Stream<String> badTokens() throws Exception {
        var now = Instant.now();
        var other = KeyPairGenerator.getInstance("RSA");
        other.initialize(2048);
        return Stream.of(
                "nonsense",
                "a.b.c",
                Tokens.sign(Tokens.claims("u").expiresAt(now.minusSeconds(120)).issuedAt(now.minusSeconds(600))),
                Tokens.sign(Tokens.claims("u").audience("credit-service")),
                Tokens.sign(Tokens.claims("u").issuer("http://localhost/other")),
                Tokens.claims("u").sign(other.generateKeyPair().getPrivate()),
                Tokens.sign(Tokens.claims("u").issuedAt(now.plusSeconds(300))),
                Tokens.sign(Tokens.claims("..")),
                Tokens.sign(Tokens.claims("a\nb")),
                Tokens.sign(Tokens.claims("x".repeat(256))),
                Tokens.sign(Jwt.claims()
                        .issuer(Tokens.ISSUER)
                        .audience("chat-gateway")
                        .issuedAt(now)
                        .expiresAt(now.plusSeconds(60))),
                unsigned());
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

    @Test
    void nothingThatABrowserAddsIsBelieved() {
        var user = Tokens.newUser();
        new Chat(Tokens.without(user))
                .request()
                .header("X-User-Id", "alice")
                .header("X-Plan", "pro_user")
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

    private static String unsigned() {
        var parts = Tokens.of("u", "pro_user").split("\\.", -1);
        var none = java.util.Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return none + "." + parts[1] + ".";
    }
}
