package dev.chatcredits.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.chatcredits.e2e.Visitor.choose;
import static dev.chatcredits.e2e.Visitor.input;
import static dev.chatcredits.e2e.Visitor.lastAnswer;
import static dev.chatcredits.e2e.Visitor.remaining;
import static dev.chatcredits.e2e.Visitor.send;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What people see who have few credits or none, up to the upgrade. */
interface ShortagePageScenarios {

    Stage stage();

    Web web();

    @Test
    @Tag("long")
    default void fewCreditsAreWarnedOfInWords() {
        Person bob = stage().personWith("bob", 6);
        try (Visitor visitor = web().visitor()) {
            Page page = visitor.logIn("bob");
            Locator warning = page.locator("credit-bar .low");
            for (int left : new int[] {6, 5, 1, 0, 25}) {
                stage().office().setRemaining(bob.userId(), left);
                assertThat(remaining(page)).hasText("" + left);
                assertThat(warning).hasCount(left <= 5 ? 1 : 0);
            }
            stage().office().setRemaining(bob.userId(), 5);
            assertThat(warning).hasText("Only 5 credits left");
            Looks.good(page, "low");
        }
    }

    @Test
    @Tag("long")
    default void whoHasTooFewCreditsSeesWhyAndCanUseACheaperModel() {
        stage().personWith("bob", 3);
        try (Visitor bob = web().visitor()) {
            Page page = bob.logIn("bob");
            choose(page, Person.GPT);
            send(page, "Show me some [markdown]");
            assertThat(lastAnswer(page).locator("[data-receipt]")).hasText("2 credits · 1 left");
            Locator overlay = page.locator("insufficient-credits-overlay section");
            assertThat(overlay).containsText("You have 1 left and an answer needs 2.");
            assertThat(overlay).containsText(Pattern.compile("New credits come on \\d+ \\w+"));
            assertThat(input(page)).isDisabled();
            assertThat(input(page))
                    .hasAttribute("placeholder", Pattern.compile("Not enough credits: .* needs 2, you have 1"));
            assertThat(lastAnswer(page).locator(".answer")).isVisible();
            Looks.good(page, "shortage");
            overlay.getByRole(AriaRole.BUTTON).click();
            assertThat(overlay).hasCount(0);
            send(page, "with the cheaper one");
            assertThat(lastAnswer(page).locator("[data-receipt]")).hasText("1 credit · 0 left");
            assertThat(overlay).containsText("You have 0 left and an answer needs 1.");
            assertThat(overlay.getByRole(AriaRole.LINK).first()).hasAttribute("href", "/pricing");
            assertThat(overlay.getByRole(AriaRole.LINK).last()).hasAttribute("href", "/usage");
        }
    }

    /** Fault B3. */
    @Test
    default void whoIsRefusedBecauseAnotherPageSpentTheRestLosesNoText() {
        Person bob = stage().personWith("bob", 5);
        try (Visitor visitor = web().visitor()) {
            Page page = visitor.logIn("bob");
            choose(page, Person.OPUS);
            page.route("**/api/credits/stream", route -> route.abort());
            page.evaluate("() => dispatchEvent(new Event('offline'))");
            stage().office().setRemaining(bob.userId(), 1);
            input(page).fill("a text that took an hour");
            page.unroute("**/api/credits/stream");
            input(page).press("Enter");
            Locator overlay = page.locator("insufficient-credits-overlay");
            assertThat(overlay).containsText("You have 1 left and an answer needs 5. New credits");
            assertThat(input(page)).hasValue("a text that took an hour");
            assertThat(page.locator("chat-message")).hasCount(0);
            stage().office().hold(UUID.randomUUID().toString(), bob.userId(), Person.GROK, "starter_user");
            assertThat(overlay).containsText("needs 5. Held for answers under way: 1. New credits");
        }
    }

    /** The whole upgrade, in the local platform for real. */
    @Test
    @Tag("long")
    default void whoHasNoPlanChoosesOneAndChatsOn() {
        try (Visitor admin = web().visitor(390, 800, ColorScheme.LIGHT)) {
            Page page = admin.logIn("admin");
            assertThat(input(page)).hasAttribute("placeholder", "You need a plan to chat");
            assertThat(page.locator("credit-bar .low")).hasText("No plan yet");
            Looks.good(page, "no-plan");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Choose a plan"))
                    .click();
            assertThat(page.locator("[data-plan=starter_user]")).containsText("25");
            assertThat(page.locator("[data-plan=pro_user]")).containsText("50");
            assertThat(page.getByText("Your plan")).hasCount(0);
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Choose Starter"))
                    .click();
            assertThat(remaining(page)).hasText("25");
            page.setViewportSize(1280, 800);
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Plans"))
                    .click();
            assertThat(page.locator("[data-plan=starter_user]")).containsText("Your plan");
            Looks.good(page, "pricing");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Choose Pro"))
                    .click();
            assertThat(remaining(page)).hasText("50");
            send(page, "hello");
            assertThat(lastAnswer(page).locator("[data-receipt]")).isVisible();
        }
    }
}
