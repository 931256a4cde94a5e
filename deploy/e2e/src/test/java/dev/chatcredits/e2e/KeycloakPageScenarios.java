package dev.chatcredits.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.chatcredits.e2e.Visitor.choose;
import static dev.chatcredits.e2e.Visitor.input;
import static dev.chatcredits.e2e.Visitor.lastAnswer;
import static dev.chatcredits.e2e.Visitor.remaining;
import static dev.chatcredits.e2e.Visitor.send;
import static io.restassured.RestAssured.given;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The pages in a real browser, with a real Keycloak that asks for passwords, renews tokens and ends sessions. */
interface KeycloakPageScenarios {

    Stage stage();

    Web web();

    @Test
    default void peopleLogInByKeycloaksFormChatAndLogOut() {
        stage().personWith("alice", 50);
        try (Visitor alice = web().visitor()) {
            Page page = alice.open("/pricing");
            Visitor.logInLink(page).click();
            page.locator("#username").fill("alice");
            page.locator("#password").fill("a wrong one");
            page.locator("#kc-login").click();
            assertThat(page.getByText("Invalid username or password")).isVisible();
            Visitor.tell(page, "alice");
            assertThat(page).hasURL(Pattern.compile("/pricing$"));
            assertThat(page.locator("[data-plan=pro_user]")).containsText("Your plan");
            page.getByRole(
                            AriaRole.LINK,
                            new Page.GetByRoleOptions().setName("Chat").setExact(true))
                    .click();
            choose(page, Person.GPT);
            send(page, "hello");
            assertThat(lastAnswer(page).locator("[data-receipt]")).hasText("2 credits · 48 left");
            assertThat(remaining(page)).hasText("48");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Log out"))
                    .click();
            assertThat(page.getByRole(AriaRole.HEADING)).hasText("Chat with AI models");
            // At the provider, too: it asks for the password again.
            Visitor.logInLink(page).click();
            assertThat(page.locator("#password")).isVisible();
        }
    }

    /** Tokens are renewed in silence for as long as Keycloak has the session; when it is ended there, it ends here with its token. */
    @Test
    default void aSessionLastsAsLongAsKeycloakRenewsIt() {
        Person alice = stage().personWith("alice", 50);
        tokensLast(5);
        try (Visitor visitor = web().visitor()) {
            Page page = visitor.logIn("alice");
            int[] streams = {0};
            page.onResponse(response -> streams[0] += response.url().endsWith("/api/credits/stream") ? 1 : 0);
            // The stream ends with its token, and the next one has a new token.
            waitForStreams(page, streams, 2);
            send(page, "hello");
            assertThat(lastAnswer(page).locator("[data-receipt]")).isVisible();
            input(page).fill("typed when it had ended");
            // Not while tokens are renewed: Keycloak could bring the session back (keycloak#51127). The first stream
            // may be the one that the page opens after each answer.
            waitForStreams(page, streams, streams[0] + 2);
            asAdmin()
                    .post("/admin/realms/demo/users/" + alice.userId() + "/logout")
                    .then()
                    .statusCode(204);
            assertThat(page.getByRole(AriaRole.ALERTDIALOG)).containsText("Your session has ended");
            Visitor.logInLink(page).click();
            Visitor.tell(page, "alice");
            assertThat(input(page)).hasValue("typed when it had ended");
            assertThat(page.locator("chat-message").first()).containsText("hello");
        } finally {
            tokensLast(3600);
        }
    }

    private static void waitForStreams(Page page, int[] streams, int count) {
        page.waitForCondition(() -> streams[0] >= count, new Page.WaitForConditionOptions().setTimeout(60_000));
    }

    private void tokensLast(int seconds) {
        asAdmin()
                .contentType(ContentType.JSON)
                .body(Map.of("accessTokenLifespan", seconds))
                .put("/admin/realms/demo")
                .then()
                .statusCode(204);
    }

    private RequestSpecification asAdmin() {
        String keycloak = stage().platform().identityProvider();
        String token = given().formParams(Map.of(
                        "grant_type", "password", "client_id", "admin-cli", "username", "admin", "password", "admin"))
                .post(keycloak + "/realms/master/protocol/openid-connect/token")
                .path("access_token");
        return given().baseUri(keycloak).auth().oauth2(token);
    }
}
