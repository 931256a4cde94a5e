package dev.chatcredits.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.chatcredits.e2e.Visitor.choose;
import static dev.chatcredits.e2e.Visitor.input;
import static dev.chatcredits.e2e.Visitor.lastAnswer;
import static dev.chatcredits.e2e.Visitor.remaining;
import static dev.chatcredits.e2e.Visitor.send;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The chat at the side of a page about something else. */
interface SidebarScenarios {

    Stage stage();

    Web web();

    @Test
    @Tag("long")
    default void whoReadsAnotherPageLogsInAndChatsAtItsSide() {
        stage().personWith("alice", 50);
        try (Visitor alice = web().visitor()) {
            Page page = alice.open("/example");
            assertThat(sidebar(page)).isHidden();
            toggle(page).click();
            Locator login = sidebar(page).getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Log in"));
            assertThat(login).isFocused();
            Looks.good(page, "sidebar-login");
            login.click();
            page.locator("button[value=alice]").click();
            assertThat(page).hasURL(Pattern.compile("/example$"));
            assertThat(remaining(page)).hasText("50");
            choose(page, Person.GPT);
            send(page, "How warm is warm?");
            assertThat(lastAnswer(page).locator("[data-receipt]")).hasText("2 credits · 48 left");
            Looks.good(page, "sidebar");
            // The balance is one, wherever it is shown.
            Page chat = alice.open("/");
            assertThat(remaining(chat)).hasText("48");
            assertThat(chat.locator("chat-input [data-cost]")).isVisible();
            send(chat, "hello");
            assertThat(remaining(chat)).hasText("46");
            assertThat(remaining(page)).hasText("46");
            send(page, "hello again");
            assertThat(remaining(chat)).hasText("44");
        }
    }

    @Test
    @Tag("long")
    default void theSidebarIsOpenedAndClosedByKeyboardAndRemembersIt() {
        stage().personWith("alice", 50);
        try (Visitor alice = web().visitor()) {
            alice.logIn("alice").close();
            Page page = alice.open("/example");
            toggle(page).press("Enter");
            assertThat(input(page)).isFocused();
            assertThat(page.locator("chat-input [data-cost]")).isVisible();
            page.keyboard().type("a long one");
            page.keyboard().press("Enter");
            assertThat(lastAnswer(page).locator(".answer")).containsText("You");
            // Esc ends one thing at a time: the answer, then the sidebar.
            page.keyboard().press("Escape");
            assertThat(lastAnswer(page)).containsText("Stopped");
            assertThat(input(page)).isFocused();
            page.keyboard().type("to be gone on with");
            page.keyboard().press("Escape");
            assertThat(sidebar(page)).isHidden();
            assertThat(toggle(page)).isFocused();
            page.reload();
            assertThat(toggle(page)).isVisible();
            assertThat(sidebar(page)).isHidden();
            toggle(page).press("Enter");
            assertThat(input(page)).hasValue("to be gone on with");
            page.reload();
            assertThat(lastAnswer(page)).containsText("Stopped");
            assertEquals("BODY", page.evaluate("() => document.activeElement.tagName"), "the page has the cursor");
            page.setViewportSize(360, 740);
            assertEquals(360, sidebar(page).boundingBox().width);
            // It covers the page, where nothing can be reached then.
            Locator behind = page.locator("body > :first-child");
            assertThat(behind).hasJSProperty("inert", true);
            page.setViewportSize(1280, 800);
            assertThat(behind).hasJSProperty("inert", false);
            page.setViewportSize(360, 740);
            assertThat(behind).hasJSProperty("inert", true);
            sidebar(page).getByLabel("Close the chat").click();
            assertThat(toggle(page)).isFocused();
            assertThat(behind).hasJSProperty("inert", false);
            page.evaluate("() => localStorage.setItem('sidebar', 'open')");
            page.reload();
            assertThat(toggle(page)).isVisible();
        }
    }

    @Test
    @Tag("long")
    default void conversationsAreChangedAndKeptInTheSidebar() {
        stage().personWith("alice", 50);
        try (Visitor alice = web().visitor()) {
            alice.logIn("alice").close();
            Page page = alice.open("/example");
            toggle(page).click();
            assertThat(page.locator("chat-input [data-cost]")).isVisible();
            for (String question : new String[] {"first question", "second question"}) {
                sidebar(page).getByLabel("New chat").click();
                assertThat(page.locator("chat-message")).hasCount(0);
                send(page, question);
                assertThat(lastAnswer(page).locator("[data-receipt]")).isVisible();
            }
            Locator list = sidebar(page).getByLabel("Conversations");
            list.click();
            Looks.good(page, "sidebar-conversations");
            page.getByText("first question", new Page.GetByTextOptions().setExact(true))
                    .first()
                    .click();
            assertThat(page.locator("chat-message").first()).containsText("first question");
            assertThat(input(page)).isFocused();
        }
    }

    @Test
    @Tag("long")
    default void thePageAroundTheSidebarStaysWhereItIs() {
        Person alice = stage().personWith("alice", 50);
        try (Visitor visitor = web().visitor()) {
            visitor.logIn("alice").close();
            Page page = visitor.open("/example");
            toggle(page).click();
            choose(page, Person.OPUS);
            stage().office().setRemaining(alice.userId(), 1);
            Page plans = visitor.context()
                    .waitForPage(() -> page.locator("insufficient-credits-overlay")
                            .getByRole(AriaRole.LINK)
                            .first()
                            .click());
            assertThat(plans.locator("[data-plan=pro_user]")).isVisible();
            assertThat(page).hasURL(Pattern.compile("/example$"));
            plans.close();
            Looks.good(page, "sidebar-shortage");
            choose(page, Person.GROK);
            visitor.context().clearCookies();
            send(page, "typed when the session had ended");
            assertThat(sidebar(page).getByRole(AriaRole.ALERTDIALOG)).containsText("Your session has ended");
            assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("How long does the dough")))
                    .isVisible();
            Looks.good(page, "sidebar-session-ended");
            sidebar(page)
                    .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Log in"))
                    .click();
            page.locator("button[value=alice]").click();
            assertThat(input(page)).hasValue("typed when the session had ended");
        }
    }

    private static Locator toggle(Page page) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Ask AI"));
    }

    private static Locator sidebar(Page page) {
        return page.locator("ai-sidebar aside");
    }
}
