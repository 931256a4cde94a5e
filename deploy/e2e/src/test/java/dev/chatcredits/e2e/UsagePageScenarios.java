package dev.chatcredits.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.chatcredits.e2e.Visitor.choose;
import static dev.chatcredits.e2e.Visitor.goTo;
import static dev.chatcredits.e2e.Visitor.lastAnswer;
import static dev.chatcredits.e2e.Visitor.remaining;
import static dev.chatcredits.e2e.Visitor.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Where the credits went, and how the number at the top comes about. */
interface UsagePageScenarios {

    String NOON = "2026-11-11T12:00:00Z";

    Stage stage();

    Web web();

    @Test
    @Tag("long")
    default void theUsagePageExplainsTheBalance() throws IOException {
        Person person = stage().personWith("alice", 50);
        try (Visitor alice = web().visitor()) {
            Page page = alice.logIn("alice");
            choose(page, Person.OPUS);
            send(page, "hello");
            assertThat(lastAnswer(page).locator("[data-receipt]")).hasText("5 credits · 45 left");
            openUsage(page);
            assertThat(page.getByText("None: nothing is held.")).isVisible();
            String open = UUID.randomUUID().toString();
            stage().office().hold(open, person.userId(), Person.GPT, "pro_user");
            Locator hold = page.locator("[data-hold='" + open + "']");
            assertThat(hold).containsText("GPT-5.1");
            assertThat(hold).containsText("2 credits");
            assertThat(remaining(page)).hasText("43");
            assertThat(page.locator("balance-explanation h2")).hasText("Where your 43 credits come from");
            assertEquals(43, addedUp(page), "the grants' own figures");
            Looks.good(page, "usage");
            stage().office().release(open, person.userId());
            assertThat(hold).hasCount(0);
            assertThat(page.locator("balance-explanation h2")).hasText("Where your 45 credits come from");
            assertEquals(45, addedUp(page));
            page.getByText("See what was charged").click();
            Locator newest = page.locator("usage-entries tbody tr").first();
            assertThat(newest).containsText("Answer");
            assertThat(newest).containsText("-5");
            assertThat(page.getByLabel("Kind of change")).hasValue("CHARGE");
            assertThat(page.locator("usage-chart rect:not(.none)")).not().hasCount(0);
            Download file =
                    page.waitForDownload(() -> page.getByText("Download CSV").click());
            assertEquals("credits.csv", file.suggestedFilename());
            assertTrue(Files.readString(file.path()).contains(",\"CHARGE\",\"-5\",\"" + Person.OPUS + "\","));
        }
    }

    /** Adds up what the page says of each grant, as a person would. */
    private static int addedUp(Page page) {
        int sum = 0;
        for (Locator grant : page.locator("[data-grant] dl").all()) {
            List<String> figures = grant.locator("dd:not(.sum)").allInnerTexts();
            int left = figures.stream().mapToInt(UsagePageScenarios::number).sum();
            assertEquals(left, number(grant.locator("[data-left]").innerText()), figures.toString());
            sum += left;
        }
        return sum;
    }

    private static int number(String text) {
        return Integer.parseInt(text.replace("− ", "-"));
    }

    private static void openUsage(Page page) {
        goTo(page, "Usage");
        assertThat(page.locator("balance-explanation [data-left]").first()).isVisible();
    }

    /** The forecast, at a given moment; what was spent on an earlier plan of the period counts too. */
    @Test
    @Tag("long")
    default void theDayOnWhichTheCreditsRunOutIsTheOneOfTheUseSoFar() {
        try (Visitor alice = web().visitor()) {
            MadeUsage usage = onUsagePage(alice, NOON);
            assertForecast(usage, "Nothing was used so far.");
            usage.figures(25, 0, 25).entry("CHARGE", -25, Person.GPT, "2026-11-02T08:00:00Z");
            assertForecast(usage, "run out around 22 November.");
            assertForecast(usage.figures(0, 0, 50), "last until the period ends.");
            assertForecast(
                    usage.figures(10, 0, 40).noEntries().entry("CHARGE", -10, Person.GPT, NOON),
                    "last until the period ends.");
            usage.period("2026-11-11T00:00:00Z", "2026-11-12T00:00:00Z");
            assertForecast(usage, "last until the period ends.");
            assertThat(usage.show().locator("usage-chart rect")).hasCount(1);
            usage.figures(40, 0, 10).entry("CHARGE", -30, Person.GROK, NOON);
            assertForecast(usage, "run out around 11 November.");
            assertForecast(usage.figures(50, 3, 0), "No credits are left.");
            assertForecast(usage.withoutPlan(), "You have no plan");
        }
    }

    private static void assertForecast(MadeUsage usage, String text) {
        assertThat(usage.show().locator("usage-page .lead").first()).containsText(text);
    }

    /** With a page open for it, and the answers of the gateway in one's own hands. */
    private MadeUsage onUsagePage(Visitor visitor, String now) {
        stage().personWith("alice", 50);
        Page page = visitor.logIn("alice");
        MadeUsage usage = new MadeUsage(page, now);
        goTo(page, "Usage");
        return usage;
    }

    @Test
    @Tag("long")
    default void everyChangeOfThePeriodCanBeFoundAndTakenAlong() throws IOException {
        try (Visitor alice = web().visitor()) {
            MadeUsage usage = onUsagePage(alice, NOON);
            for (int i = 0; i < 199; i++) {
                usage.entry("CHARGE", -1, i < 45 ? Person.GPT : Person.GROK, "2026-11-0" + (9 - i / 40) + "T10:00:00Z");
            }
            usage.entry("CHARGE", -2, Person.GROK, "2026-10-31T23:59:59Z")
                    .entry("CHARGE", -3, Person.GROK, "=cmd()", "2026-11-01T00:00:00.250Z")
                    .entry("GRANT", 250, "", "2026-11-01T00:00:00.125Z");
            Page page = usage.figures(202, 0, 48).show();
            Locator found = page.locator("usage-entries .found");
            assertThat(found).hasText("201 changes");
            page.getByLabel("Of which model").selectOption(Person.GPT);
            assertThat(found).hasText("45 changes, − 45 credits together");
            assertThat(page.locator("usage-entries tbody tr")).hasCount(20);
            page.getByText("Older").click();
            page.getByText("Older").click();
            assertThat(page.locator("usage-entries .pages")).containsText("Page 3 of 3");
            assertThat(page.locator("usage-entries tbody tr")).hasCount(5);
            assertThat(page.getByText("Older")).isDisabled();
            page.getByLabel("Kind of change").selectOption("GRANT");
            assertThat(found).hasText("No changes");
            page.getByLabel("Of which model").selectOption("");
            assertThat(found).hasText("1 change, +250 credits together");
            Download file =
                    page.waitForDownload(() -> page.getByText("Download CSV").click());
            List<String> lines = Files.readAllLines(file.path());
            assertEquals("time,kind,credits,model,generation,remaining", lines.getFirst());
            assertEquals(202, lines.size(), "all, whatever the filter shows");
            assertEquals(
                    "\"2026-11-01T00:00:00.250Z\",\"CHARGE\",\"-3\",\"" + Person.GROK + "\",\"'=cmd()\",\"7\"",
                    lines.get(200));
            assertThat(page.locator("usage-chart rect")).hasCount(11);
            // What is chosen is shown, though there may be none of it any more.
            page.getByLabel("Of which model").selectOption(Person.GPT);
            usage.noEntries()
                    .entry("ADJUST", 5, "", NOON)
                    .entry("CHARGE", -1, Person.OPUS, NOON)
                    .show();
            assertThat(page.getByLabel("Kind of change").locator("option"))
                    .hasText(new String[] {"All changes", "Adjusted", "Answer", "Granted"});
            assertThat(page.getByLabel("Kind of change")).hasValue("GRANT");
            assertThat(page.getByLabel("Of which model")).hasValue(Person.GPT);
            page.getByLabel("Kind of change").selectOption("CHARGE");
            page.getByLabel("Of which model").selectOption("");
            assertThat(found).hasText("1 change, − 1 credit together");
            assertThat(page.getByLabel("Kind of change")).hasValue("CHARGE");
        }
    }

    @Test
    @Tag("long")
    default void debtEndedGrantsAndVeryManyHoldsAreExplained() {
        try (Visitor alice = web().visitor(360, 740, ColorScheme.DARK)) {
            stage().personWith("alice", 50);
            Page page = alice.logIn("alice");
            MadeUsage usage = new MadeUsage(page, NOON);
            goTo(page, "Usage");
            usage.figures(50, 8, 0)
                    .grant("PLAN", "ACTIVE", 50, 50, 0, 8, -8)
                    .grant("ADJUSTMENT", "ACTIVE", 7, 0, 4, 0, 3)
                    .grant("PLAN", "ENDED", 50, 40, 6, 0, 0)
                    .hold("both", Person.GPT, 5, 3)
                    .hold("elsewhere", Person.GROK, 3, 3)
                    .heldByOthers(2)
                    .show();
            assertThat(page.locator("[data-left]")).hasText(new String[] {"− 8", "3"});
            assertThat(page.locator("[data-left-altogether]")).hasText("0");
            assertThat(page.getByText("as less than nothing counts as nothing")).isVisible();
            assertThat(page.locator("[data-hold=both]"))
                    .containsText("Of these, 3 credits held in an earlier plan or period");
            assertThat(page.locator("[data-hold=elsewhere]")).containsText("Held in an earlier plan or period");
            assertThat(page.getByText("And 2 credits held for further ones.")).isVisible();
            assertThat(page.locator("[data-over=ENDED]")).containsText("6 credits still held");
            Looks.good(page, "usage-debt");
        }
    }

    @Test
    @Tag("long")
    default void whatCannotBeReadIsSaidAndReadLater() {
        stage().personWith("alice", 50);
        try (Visitor alice = web().visitor()) {
            Page page = alice.logIn("alice");
            AtomicReference<Route> held = new AtomicReference<>();
            page.route("**/api/credits/explanation", held::set);
            page.route("**/api/credits/history?*", Route::abort);
            goTo(page, "Usage");
            assertThat(page.getByRole(AriaRole.ALERT)).hasText("What you used can’t be read at the moment. Try again");
            Locator explanation = page.locator("balance-explanation");
            assertThat(explanation).containsText("Loading…");
            held.get().fulfill(new Route.FulfillOptions().setStatus(503).setBody("{}"));
            assertThat(explanation).containsText("This can’t be read at the moment.");
            Looks.good(page, "usage-failed");
            page.unroute("**/api/credits/explanation");
            page.unroute("**/api/credits/history?*");
            explanation.getByText("Try again").click();
            assertThat(explanation.locator("[data-left]").first()).isVisible();
            page.getByText("Try again").click();
            assertThat(page.locator("usage-entries")).isVisible();
            assertThat(page.getByRole(AriaRole.ALERT)).hasCount(0);
        }
    }
}
