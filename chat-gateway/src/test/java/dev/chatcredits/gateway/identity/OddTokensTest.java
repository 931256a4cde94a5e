package dev.chatcredits.gateway.identity;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.chatcredits.gateway.testing.CreditPlatform;
import dev.chatcredits.testing.OddTokens;
import dev.chatcredits.testing.SigningKeys;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a token says about itself, only the provider's own keys vouch for it, and only for what they were asked to vouch for. */
@QuarkusTest
@WithTestResource(CreditPlatform.class)
class OddTokensTest {

    private static final String PLAN = "\"pla\":\"u:pro_user\"";
    private static final OddTokens ODD = new OddTokens(SigningKeys.shared(), "chat-gateway");

    static Stream<Arguments> bad() {
        return ODD.bad(PLAN).entrySet().stream().map(token -> Arguments.of(token.getKey(), token.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void isRefusedOnBothKindsOfRoutes(String what, String token) {
        var own = given().auth().oauth2(token).get("/api/credits");
        assertEquals(401, own.statusCode(), what);
        own.then()
                .contentType("application/problem+json")
                .header("WWW-Authenticate", equalTo("Bearer"))
                .body("code", equalTo("UNAUTHENTICATED"));
        var openAi = given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .body("{}")
                .post("/v1/chat/completions");
        assertEquals(401, openAi.statusCode(), what);
        openAi.then().contentType(ContentType.JSON).body("error.code", equalTo("UNAUTHENTICATED"));
    }

    @Test
    void whatDiffersInNothingThatMattersIsTaken() {
        ODD.good(PLAN)
                .forEach((what, token) -> given().auth()
                        .oauth2(token)
                        .get("/api/credits")
                        .then()
                        .statusCode(200)
                        .body("total", equalTo(50)));
    }

    @AfterAll
    static void noAddressInATokenWasFollowed() {
        assertFalse(ODD.anAddressWasFollowed());
    }
}
