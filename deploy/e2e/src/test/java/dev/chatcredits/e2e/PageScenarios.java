package dev.chatcredits.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.chatcredits.e2e.Visitor.choose;
import static dev.chatcredits.e2e.Visitor.input;
import static dev.chatcredits.e2e.Visitor.lastAnswer;
import static dev.chatcredits.e2e.Visitor.remaining;
import static dev.chatcredits.e2e.Visitor.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The chat page in a real browser. */
interface PageScenarios {

    Stage stage();

    Web web();

    @Test
    default void whoLogsInChatsAndSeesWhatItCosts() {
        stage().personWith("alice", 50);
        try (Visitor alice = web().visitor()) {
            Page start = alice.open("/");
            assertThat(start.getByRole(AriaRole.HEADING)).hasText("Chat with AI models");
            Looks.good(start, "login");
            Page page = alice.logIn("alice");
            assertThat(remaining(page)).hasText("50");
            assertThat(page.locator("nav .who")).hasText("alice");
            assertThat(page.getByLabel("Model").locator("option"))
                    .containsText(new String[] {"Grok", "GPT", "Gemini", "Claude"});
            choose(page, Person.GPT);
            assertThat(page.locator("chat-input [data-cost]")).hasText("2 credits");
            Looks.good(page, "chat-empty");
            send(page, "What happens to my credits while you answer? [markdown]");
            assertThat(lastAnswer(page).locator("[data-receipt]")).hasText("2 credits · 48 left");
            assertThat(remaining(page)).hasText("48");
            assertThat(page.locator("credit-bar [role=status]")).hasCount(0);
            Looks.good(page, "chat");
            lastAnswer(page)
                    .getByRole(
                            AriaRole.BUTTON,
                            new Locator.GetByRoleOptions().setName("Copy").setExact(true))
                    .first()
                    .click();
            assertTrue(
                    page.evaluate("() => navigator.clipboard.readText()")
                            .toString()
                            .contains("Credits"),
                    "the code");
            lastAnswer(page).locator("[data-again]").click();
            assertThat(lastAnswer(page).locator("[data-receipt]")).hasText("2 credits · 46 left");
            page.reload();
            assertThat(lastAnswer(page)).containsText("46 left");
        }
    }

    @Test
    @Tag("long")
    default void everyOpenPageShowsWhatHappensInAnother() {
        stage().personWith("alice", 50);
        try (Visitor alice = web().visitor();
                Visitor bob = web().visitor()) {
            Page first = alice.logIn("alice");
            Page second = alice.open("/");
            stage().personWith("bob", 25);
            Page other = bob.logIn("bob");
            choose(first, Person.OPUS);
            send(first, "hello");
            assertThat(remaining(second)).hasText("45");
            // Each page has its own model, and keeps it.
            choose(second, Person.GPT);
            first.reload();
            assertThat(first.getByLabel("Model")).hasValue(Person.OPUS);
            assertThat(second.getByLabel("Model")).hasValue(Person.GPT);
            assertThat(remaining(other)).hasText("25");
        }
    }

    @Test
    default void anAnswerCannotRunScriptOrLoadAnything() {
        stage().personWith("alice", 50);
        try (Visitor alice = web().visitor()) {
            Page page = alice.logIn("alice");
            send(page, String.join("\n\n", """
                    <img src=x onerror=document.title='owned'>
                    <script>document.title='owned'</script>
                    [a](javascript:document.title='owned')
                    ![a](https://evil.example/x.png)
                    <style>*{display:none}</style>
                    <svg/onload=document.title='owned'>
                    """.split("\n")));
            assertThat(lastAnswer(page).locator("[data-receipt]")).isVisible();
            Locator answer = lastAnswer(page).locator(".answer");
            assertThat(answer).containsText("made up by the demo provider");
            assertThat(answer.locator("img, script, style, svg, [onerror], [onload], a[href^=javascript]"))
                    .hasCount(0);
            assertEquals("Chat", page.title());
        }
    }

    @Test
    @Tag("long")
    default void aFailedAnswerSaysThatItWasNotChargedAndCanBeTriedAgain() {
        stage().personWith("alice", 50);
        try (Visitor alice = web().visitor()) {
            Page page = alice.logIn("alice");
            for (String failure : new String[] {"[fail]", "[fail mid-stream]"}) {
                send(page, "please " + failure);
                assertThat(lastAnswer(page).locator("[data-cost]")).hasText("Not charged.");
                assertThat(lastAnswer(page).locator("[data-retry]")).isVisible();
            }
            Looks.good(page, "failed");
            lastAnswer(page).locator("[data-retry]").click();
            assertThat(lastAnswer(page).locator("[data-cost]")).hasText("Not charged.");
            assertThat(remaining(page)).hasText("50");
        }
    }

    @Test
    @Tag("long")
    default void aPageWithoutNetworkSaysSoAndComesBackByItself() {
        stage().personWith("alice", 50);
        try (Visitor alice = web().visitor()) {
            Page page = alice.logIn("alice");
            alice.context().setOffline(true);
            assertThat(page.locator("credit-bar")).containsText("Offline");
            assertThat(page.locator("credit-bar")).containsText("50 / 50 credits, as last seen");
            Looks.good(page, "offline");
            stage().personWith("alice", 31);
            alice.context().setOffline(false);
            assertThat(remaining(page)).hasText("31");
            assertThat(page.locator("credit-bar")).not().containsText("Offline");
        }
    }

    @Test
    @Tag("long")
    default void aSessionThatEndsLosesNothing() {
        stage().personWith("alice", 50);
        try (Visitor alice = web().visitor()) {
            Page page = alice.logIn("alice");
            send(page, "first question");
            assertThat(lastAnswer(page).locator("[data-receipt]")).isVisible();
            alice.context().clearCookies();
            send(page, "typed when it had ended");
            assertThat(page.getByRole(AriaRole.ALERTDIALOG)).containsText("Your session has ended");
            Looks.good(page, "session-ended");
            Visitor.logInLink(page).click();
            page.locator("button[value=alice]").click();
            assertThat(input(page)).hasValue("typed when it had ended");
            assertThat(page.locator("chat-message").first()).containsText("first question");
        }
    }

    @Test
    @Tag("long")
    default void everythingWorksByKeyboard() {
        stage().personWith("alice", 50);
        try (Visitor alice = web().visitor()) {
            Page page = alice.logIn("alice");
            assertThat(input(page)).isFocused();
            page.keyboard().type("first line");
            page.keyboard().press("Shift+Enter");
            page.keyboard().type("second line");
            assertThat(input(page)).hasValue("first line\nsecond line");
            page.keyboard().press("Tab");
            assertThat(page.getByLabel("Model")).isFocused();
            page.keyboard().press("Tab");
            page.keyboard().press("Enter");
            assertThat(lastAnswer(page).locator("[data-receipt]")).isVisible();
            assertThat(input(page)).isFocused();
        }
    }

    @Test
    @Tag("long")
    default void itFitsAPhone() {
        stage().personWith("alice", 50);
        try (Visitor alice = web().visitor(360, 740, ColorScheme.LIGHT)) {
            Page page = alice.logIn("alice");
            send(page, "What happens to my credits while you answer? [markdown]");
            assertThat(lastAnswer(page).locator("[data-receipt]")).isVisible();
            page.getByLabel("Menu", new Page.GetByLabelOptions().setExact(true)).click();
            assertThat(page.getByText("New chat")).isVisible();
            Looks.goodOnPhones(page, "menu");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Plans"))
                    .click();
            assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Plans")))
                    .isVisible();
            assertThat(page.getByText("Your plan")).isVisible();
        }
    }
}
