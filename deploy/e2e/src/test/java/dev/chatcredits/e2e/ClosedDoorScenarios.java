package dev.chatcredits.e2e;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.testing.DemoTokens;
import dev.chatcredits.testing.RawHttp;
import io.restassured.path.json.JsonPath;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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

    /** Answers to many streams of one connection would be kept for whoever doesn't take them. */
    @Test
    default void nobodySpeaksHttp2() {
        for (String service :
                List.of(stage().platform().gateway(), stage().platform().creditService())) {
            int port = URI.create(service).getPort();
            String preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0";
            RawHttp.Answers answers = RawHttp.exchange(port, preface, Duration.ofSeconds(1));
            assertTrue(answers.text().isEmpty() || answers.text().startsWith("HTTP/"), answers.text());
            String upgrade = "GET /q/openapi HTTP/1.1|Host: localhost|Connection: Upgrade, HTTP2-Settings|Upgrade: h2c"
                    + "|HTTP2-Settings: AAMAAABkAAQAAP__||";
            RawHttp.Answers upgraded = RawHttp.exchange(port, upgrade.replace("|", "\r\n"), Duration.ofSeconds(1));
            assertEquals(200, upgraded.status());
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
