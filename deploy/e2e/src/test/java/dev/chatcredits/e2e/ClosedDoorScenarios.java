package dev.chatcredits.e2e;

import static io.restassured.RestAssured.given;

import dev.chatcredits.testing.DemoTokens;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nothing is open that needn't be, and nothing opens what it wasn't made for. */
interface ClosedDoorScenarios {

    Stage stage();

    /** What is there for developers only. */
    @Test
    default void nothingElseIsOpenToEveryone() {
        for (String service :
                List.of(stage().platform().gateway(), stage().platform().creditService())) {
            for (String path : List.of("/q/swagger-ui", "/q/dev-ui", "/q/arc", "/q/info", "/q/dev", "/q")) {
                given().get(service + path).then().statusCode(404);
            }
        }
    }

    /**
     * The token that tells a page who has logged in opens nothing. On Keycloak, too, where it is for the same audience as an access token
     * ({@link KeycloakEndToEndTest#idTokensAreForTheGatewayToo}) and only says of itself what it is.
     */
    @Test
    default void anIdTokenIsNoAccessToken() {
        String access = stage().person("alice").token();
        String id = new DemoTokens(claims(access).getString("iss")).id("alice");
        Platform platform = stage().platform();
        for (String address :
                List.of(platform.gateway() + "/api/credits", platform.creditService() + "/internal/v1/catalog")) {
            given().auth().oauth2(id).get(address).then().statusCode(401);
        }
        given().auth()
                .oauth2(access)
                .get(platform.gateway() + "/api/credits")
                .then()
                .statusCode(200);
    }

    /** What a token says. */
    static JsonPath claims(String token) {
        return JsonPath.from(
                new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8));
    }
}
