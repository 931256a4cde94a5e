package dev.chatcredits.credit.identity;

import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.chatcredits.credit.support.RealParts;
import dev.chatcredits.credit.support.Routes;
import dev.chatcredits.testing.OddTokens;
import dev.chatcredits.testing.SigningKeys;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a token says about itself, only the provider's own keys vouch for it, and only for what they were asked to vouch for. */
@QuarkusTest
@TestProfile(RealParts.class)
class OddTokensTest {

    private static final String ROLES = "\"groups\":[\"credits-service\",\"credits-admin\"]";
    private static final OddTokens ODD = new OddTokens(SigningKeys.shared(), "credit-service");

    private static Stream<Arguments> bad() {
        return ODD.bad(ROLES).entrySet().stream().map(token -> Arguments.of(token.getKey(), token.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void isRefusedOnBothKindsOfRoutes(String what, String token) {
        for (String route : new String[] {Routes.CATALOG, Routes.AUDIT}) {
            Response answer = Routes.with(token).get(route);
            assertEquals(401, answer.statusCode(), what);
            answer.then()
                    .contentType("application/problem+json")
                    .header("WWW-Authenticate", is("Bearer"))
                    .body("code", is("UNAUTHENTICATED"));
        }
    }

    @Test
    void whatDiffersInNothingThatMattersIsTaken() {
        ODD.good(ROLES)
                .forEach((what, token) ->
                        Routes.with(token).get(Routes.CATALOG).then().statusCode(200));
    }

    @AfterAll
    static void noAddressInATokenWasFollowed() {
        assertFalse(ODD.anAddressWasFollowed());
    }
}
