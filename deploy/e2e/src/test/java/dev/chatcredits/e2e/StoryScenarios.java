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
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the whole thing is for. */
interface StoryScenarios {

    Stage stage();

    Web web();

    @Test
    @Tag("long")
    default void whoChatsUntilTheCreditsAreGoneUnderstandsUpgradesAndChatsOn() {
        Person bob = stage().personWith("bob", 25);
        try (Visitor visitor = web().visitor()) {
            Page page = visitor.logIn("bob");
            choose(page, Person.OPUS);
            Locator warning = page.locator("credit-bar .low");
            for (int left = 20; left >= 0; left -= 5) {
                send(page, "What comes after step " + (25 - left) / 5 + "?");
                assertThat(lastAnswer(page).locator("[data-receipt]")).hasText("5 credits · " + left + " left");
                assertThat(remaining(page)).hasText("" + left);
                assertThat(warning).hasCount(left <= 5 ? 1 : 0);
            }
            Locator overlay = page.locator("insufficient-credits-overlay");
            assertThat(warning).hasText("No credits left");
            assertThat(overlay).containsText("You have 0 left and an answer needs 5.");
            assertThat(overlay).containsText(Pattern.compile("New credits come on \\d+ \\w+"));
            assertThat(input(page)).isDisabled();
            // What was just paid for can still be read.
            assertThat(lastAnswer(page).locator("[data-receipt]")).isInViewport();
            Looks.good(page, "credits-gone");
            overlay.getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Upgrade"))
                    .click();
            assertThat(page.locator("[data-plan=starter_user]")).containsText("Your plan");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Choose Pro"))
                    .click();
            assertThat(remaining(page)).hasText("50");
            assertThat(overlay).hasCount(0);
            assertThat(page.locator("chat-message").first()).containsText("What comes after step 1?");
            assertThat(input(page)).isFocused();
            page.keyboard().type("And now?");
            page.keyboard().press("Enter");
            assertThat(lastAnswer(page).locator("[data-receipt]")).hasText("5 credits · 45 left");
            Looks.good(page, "upgraded");
        } finally {
            stage().office().forgetBilling(bob.userId());
        }
    }
}
