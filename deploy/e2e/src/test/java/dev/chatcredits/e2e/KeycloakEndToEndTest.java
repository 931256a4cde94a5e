package dev.chatcredits.e2e;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;

/** {@code deploy/up --keycloak}. */
@Tag("long")
class KeycloakEndToEndTest extends EndToEnd implements KeycloakPageScenarios {

    private @Nullable Web web;

    KeycloakEndToEndTest() {
        super(new Platform("platform-keycloak", "--keycloak"));
    }

    @Override
    public Web web() {
        if (web == null) {
            web = new Web(stage().platform().gateway());
        }
        return web;
    }

    @AfterAll
    void closeBrowser() {
        if (web != null) {
            web.close();
        }
    }
}
