package dev.chatcredits.e2e;

import org.junit.jupiter.api.Tag;

/** {@code deploy/up --keycloak}. */
@Tag("long")
class KeycloakEndToEndTest extends EndToEnd implements KeycloakPageScenarios {

    KeycloakEndToEndTest() {
        super(new Platform("platform-keycloak", "--keycloak"));
    }
}
