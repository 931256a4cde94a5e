package dev.chatcredits.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.chatcredits.e2e.Visitor.goTo;
import static dev.chatcredits.e2e.Visitor.remaining;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Plans side by side, and the choice of one. */
interface PricingPageScenarios {

    Stage stage();

    Web web();

    /** In the local platform for real; what is held meanwhile stays with the plan that it was held in. */
    @Test
    @Tag("long")
    default void aPlanIsChosenOnceAndWhatIsHeldStaysWithTheOldOne() {
        Person person = stage().person("carol");
        try (Visitor carol = web().visitor(360, 740, ColorScheme.LIGHT)) {
            Page page = carol.logIn("carol");
            goTo(page, "Plans");
            choose(page, "Starter").click();
            assertThat(remaining(page)).hasText("25");
            goTo(page, "Plans");
            AtomicReference<Route> checkout = new AtomicReference<>();
            page.route("**/api/checkout", checkout::set);
            choose(page, "Pro").click();
            Locator pro = page.locator("[data-plan=pro_user]");
            assertThat(pro.getByRole(AriaRole.BUTTON)).hasText("One moment…");
            assertThat(pro.getByRole(AriaRole.BUTTON)).isDisabled();
            checkout.get()
                    .fulfill(
                            new Route.FulfillOptions()
                                    .setStatus(503)
                                    .setContentType("application/problem+json")
                                    .setBody(
                                            "{\"code\": \"CREDIT_CHECK_FAILED\", \"detail\": \"Credits can't be checked right now.\"}"));
            assertThat(pro.getByRole(AriaRole.ALERT))
                    .hasText("The plan was not changed. Credits can't be checked right now.");
            assertThat(pro.getByRole(AriaRole.BUTTON)).isEnabled();
            Looks.good(page, "pricing-failed");
            page.unroute("**/api/checkout");
            String open = UUID.randomUUID().toString();
            stage().office().hold(open, person.userId(), Person.OPUS, "pro_user");
            assertThat(remaining(page)).hasText("20");
            choose(page, "Pro").click();
            assertThat(page.getByLabel("Message")).isVisible();
            assertThat(remaining(page)).hasText("50");
            goTo(page, "Usage");
            assertThat(page.locator("[data-hold]")).containsText("Held in an earlier plan or period");
            assertThat(page.locator("[data-over=SET_ASIDE]")).containsText("5 credits still held");
            Looks.good(page, "usage-set-aside");
            stage().office().release(open, person.userId());
            assertThat(page.locator("[data-hold]")).hasCount(0);
            // Less than what one has is not chosen by a slip of the hand.
            goTo(page, "Plans");
            Locator doubt = page.locator("[data-plan=starter_user] .doubt");
            choose(page, "Starter").click();
            assertThat(doubt).containsText("Your 50 credits left of Pro won’t count with Starter.");
            Looks.goodOnPhones(page, "pricing-doubt");
            doubt.getByText("Keep Pro").click();
            assertThat(doubt).hasCount(0);
            assertThat(remaining(page)).hasText("50");
            choose(page, "Starter").click();
            doubt.getByText("Change to Starter").click();
            assertThat(remaining(page)).hasText("25");
            assertThat(page.locator("chat-page .news"))
                    .containsText("You are on Starter now: 25 credits, and new ones on");
        }
    }

    /** The checkout is another page, from which some come back by the browser's button. */
    @Test
    @Tag("long")
    default void whoComesBackFromTheCheckoutFindsThePlansAsTheyWere() {
        stage().personWith("alice", 50);
        try (Visitor alice = web().visitor()) {
            Page page = alice.logIn("alice");
            goTo(page, "Plans");
            page.route(
                    "**/api/checkout",
                    route -> route.fulfill(new Route.FulfillOptions()
                            .setContentType("application/json")
                            .setBody("{\"checkoutUrl\": \"/the-checkout\"}")));
            // It leaves the page where it is, as for one that comes back to what the browser kept of it.
            page.route("**/the-checkout", route -> route.fulfill(new Route.FulfillOptions().setStatus(204)));
            choose(page, "Starter").click();
            page.waitForRequest(
                    "**/the-checkout", () -> page.getByText("Change to Starter").click());
            assertThat(page.getByText("One moment…")).isDisabled();
            page.evaluate("() => dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))");
            assertThat(page.getByText("One moment…")).hasCount(0);
            assertThat(choose(page, "Starter")).isEnabled();
        }
    }

    @Test
    @Tag("long")
    default void plansSayWhatTheirCreditsAreWorthAndWhatTheOperatorSaysOfThem() {
        stage().personWith("alice", 50);
        try (Visitor alice = web().visitor(1280, 800, ColorScheme.DARK)) {
            Page page = alice.logIn("alice");
            page.route("**/api/plans", route -> {
                String plans = route.fetch().text();
                route.fulfill(new Route.FulfillOptions()
                        .setContentType("application/json")
                        .setBody(plans.replaceFirst(
                                "\"highlights\":\\[\\]",
                                "\"highlights\":[\"For <b>small</b> teams\", \"Answers by telephone\"]")));
            });
            goTo(page, "Plans");
            Locator starter = page.locator("[data-plan=starter_user]");
            assertThat(starter.locator("[data-answers]")).hasText(new String[] {
                "25 answers with Grok 4.1 Fast",
                "or 12 answers with GPT-5.1",
                "or 8 answers with Gemini 3 Pro Preview",
                "or 5 answers with Claude Opus 4.5"
            });
            assertThat(starter.locator("[data-highlight]"))
                    .hasText(new String[] {"For <b>small</b> teams", "Answers by telephone"});
            Locator pro = page.locator("[data-plan=pro_user]");
            assertThat(pro).containsText("50 answers with Grok 4.1 Fast");
            assertThat(pro).containsText("or 10 answers with Claude Opus 4.5");
            assertThat(pro).containsText("Your plan");
            assertThat(pro.getByRole(AriaRole.BUTTON)).hasCount(0);
            Looks.good(page, "pricing-highlights");
        }
    }

    private static Locator choose(Page page, String plan) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Choose " + plan));
    }
}
