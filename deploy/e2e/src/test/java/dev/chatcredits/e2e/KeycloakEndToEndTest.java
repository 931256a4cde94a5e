package dev.chatcredits.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.testing.DemoTokens;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code deploy/up --keycloak}. */
@Tag("long")
class KeycloakEndToEndTest extends EndToEnd implements KeycloakPageScenarios {

    KeycloakEndToEndTest() {
        super(new Platform("platform-keycloak", "--keycloak"));
    }

    /** Else {@link #anIdTokenIsNoAccessToken} would say no more than that another audience is refused. */
    @Test
    void idTokensAreForTheGatewayToo() {
        String issuer =
                ClosedDoorScenarios.claims(stage().person("alice").token()).getString("iss");
        List<String> audience =
                ClosedDoorScenarios.claims(new DemoTokens(issuer).id("alice")).getList("aud");
        assertTrue(audience.contains("chat-gateway"), audience.toString());
    }
}
