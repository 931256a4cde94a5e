package dev.chatcredits.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.chatcredits.e2e.Visitor.remaining;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What a page knows of the balance: loading, live, offline for want of a network or of the service, logged out; and how it gets from one
 * to the other.
 */
interface BalanceStateScenarios {

    String STREAM = "/api/credits/stream";
    Duration SILENCE = Duration.ofSeconds(40);

    Stage stage();

    Web web();

    @Test
    @Tag("long")
    default void whatComesInPiecesIsShownAndNothingOlderReplacesIt() {
        try (ScriptedPage scripted = ScriptedPage.of(web(), "alice", STREAM)) {
            Page page = scripted.page();
            page.reload();
            ScriptedCall stream = scripted.next();
            assertThat(bar(page)).hasText("Loading your credits");
            assertThat(bar(page).getByRole(AriaRole.STATUS)).isVisible();
            assertThat(bar(page).locator(".skeleton")).isVisible();
            Looks.good(page, "loading");
            ScriptedBalance fifth = new ScriptedBalance("alice", 5, 20);
            byte[] event = ("event: balance\ndata: " + fifth.json().replace("Pro", "Prö") + "\n\n").getBytes(UTF_8);
            int inTheMiddleOfALetter = new String(event, UTF_8).indexOf('ö') + 1;
            stream.open().heartbeat();
            stream.bytes(Arrays.copyOf(event, inTheMiddleOfALetter));
            stream.bytes(Arrays.copyOfRange(event, inTheMiddleOfALetter, event.length));
            assertThat(remaining(page)).hasText("20");
            bar(page).evaluate("""
                bar => {
                  window.shown = [];
                  new MutationObserver(() => shown.push(bar.shadowRoot.querySelector('[data-remaining]')?.textContent))
                    .observe(bar.shadowRoot, {subtree: true, childList: true, characterData: true});
                }
                """);
            new ScriptedBalance("alice", 4, 30).to(stream);
            new ScriptedBalance("alice", 6, 10).to(stream);
            assertThat(remaining(page)).hasText("10");
            assertFalse(page.evaluate("() => shown.join()").toString().contains("30"));
            stream.endStream();
            new ScriptedBalance("alice", 5, 40).to(scripted.next().open());
            assertThat(remaining(page)).hasText("10");
        }
    }

    /** Read anew when somebody writes, and with each balance; what was chosen on this page stays as long as there is such a model. */
    @Test
    default void aPriceThatChangesWhileAPageIsOpenIsShownBeforeItIsPaid() {
        try (ScriptedPage scripted = ScriptedPage.of(web(), "alice", STREAM)) {
            Page page = scripted.page();
            Watched watched = Watched.reload(page);
            ScriptedCall stream = scripted.next().open();
            ScriptedBalance balance = ScriptedBalance.of("alice", 20);
            balance.to(stream);
            Locator cost = page.locator("chat-input [data-cost]");
            Visitor.choose(page, Person.GPT);
            assertThat(cost).hasText("2 credits");
            modelsBecome(page, models -> models.replace("\"GPT-5.1\",\"credits\":2", "\"GPT-5.1\",\"credits\":7"));
            minutePasses(watched, stream);
            Visitor.input(page).fill("a question");
            assertThat(cost).hasText("7 credits");
            modelsBecome(page, models -> models.replaceAll("\\{[^{}]*GPT-5.1[^{}]*},?", ""));
            minutePasses(watched, stream);
            balance.remaining(10).to(stream);
            assertThat(cost).hasText("1 credit");
            assertThat(page.getByLabel("Model")).hasValue(Person.GROK);
        }
    }

    private static void modelsBecome(Page page, UnaryOperator<String> change) {
        page.route(
                "**/api/models",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("application/json")
                        .setBody(change.apply(route.fetch().text()))));
    }

    private static void minutePasses(Watched watched, ScriptedCall stream) {
        for (int i = 0; i < 2; i++) {
            watched.lives(SILENCE.minusSeconds(1));
            watched.takesIn(stream::heartbeat);
        }
    }

    /** Heartbeats say that a connection lives. Without them it is broken, and what it last said is old. */
    @Test
    default void aStreamThatIsSilentForTooLongIsBroken() {
        try (ScriptedPage scripted = ScriptedPage.of(web(), "alice", STREAM)) {
            Page page = scripted.page();
            Watched watched = Watched.reload(page);
            ScriptedCall stream = scripted.next().open();
            ScriptedBalance.of("alice", 20).to(stream);
            assertThat(remaining(page)).hasText("20");
            for (int i = 0; i < 3; i++) {
                watched.lives(SILENCE.minusSeconds(1));
                watched.takesIn(stream::heartbeat);
            }
            assertEquals(1, watched.asked());
            assertThat(bar(page)).not().containsText("as last seen");
            watched.lives(SILENCE);
            stream.untilGivenUp(page);
            assertThat(bar(page)).containsText("Offline");
            assertThat(bar(page)).containsText("20 / 50 credits, as last seen");
            watched.lives(Duration.ofSeconds(1));
            ScriptedBalance.of("alice", 20).remaining(17).to(scripted.next().open());
            assertThat(remaining(page)).hasText("17");
            assertThat(bar(page)).not().containsText("as last seen");
        }
    }

    /** Half a second doubled up to half a minute, each a bit shorter by chance so that pages don't come all at once. */
    @Test
    default void aPageAsksAgainAfterLongerAndLongerPauses() {
        try (ScriptedPage scripted = ScriptedPage.of(web(), "alice", STREAM)) {
            Page page = scripted.page();
            Watched watched = Watched.reload(page);
            int asked = 0;
            for (long longest : List.of(500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000)) {
                scripted.next().refuse(503, "CREDIT_CHECK_FAILED", "The credits can't be checked.");
                watched.untilAnswered(++asked);
                assertThat(bar(page)).containsText(asked == 1 ? "Loading" : "Credits can’t be read right now");
                asksAgainWithin(watched, asked, longest);
            }
            ScriptedCall stream = scripted.next().open();
            ScriptedBalance.of("alice", 20).to(stream);
            assertThat(remaining(page)).hasText("20");
            assertThat(bar(page)).not().containsText("as last seen");
            watched.takesIn(stream::heartbeat);
            watched.takesIn(stream::endStream);
            asksAgainWithin(watched, ++asked, 500);
            assertThat(bar(page)).not().containsText("as last seen");
            // One that lives for no longer than its first balance is a failure, too.
            for (long longest : List.of(1000, 2000, 4000)) {
                ScriptedCall brief = scripted.next().open();
                watched.takesIn(() -> ScriptedBalance.of("alice", 20).to(brief));
                watched.takesIn(brief::endStream);
                asksAgainWithin(watched, ++asked, longest);
            }
        }
    }

    private static void asksAgainWithin(Watched watched, int asked, long longest) {
        watched.lives(Duration.ofMillis(longest / 2 - 1));
        assertEquals(asked, watched.asked(), "too early");
        watched.lives(Duration.ofMillis(longest / 2 + 2));
        assertEquals(asked + 1, watched.asked(), "too late");
    }

    @Test
    default void aPageThatIsOpenWhenItsPeriodEndsAsksByItself() {
        try (ScriptedPage scripted = ScriptedPage.of(web(), "alice", STREAM)) {
            Page page = scripted.page();
            Watched watched = Watched.reload(page);
            ScriptedCall stream = scripted.next().open();
            ScriptedBalance last = ScriptedBalance.of("alice", 3);
            last.endingAt(watched.start().plusSeconds(30)).to(stream);
            assertThat(remaining(page)).hasText("3");
            watched.lives(Duration.ofSeconds(29));
            assertEquals(1, watched.asked());
            watched.lives(Duration.ofSeconds(3));
            last.remaining(50).to(scripted.next().open());
            assertThat(remaining(page)).hasText("50");
            stream.untilGivenUp(page);
        }
    }

    /** The longest wait of a browser's timer is 25 days; a longer one would be over at once, again and again. */
    @Test
    default void aLongPeriodIsNoReasonToAskAllTheTime() {
        try (ScriptedPage scripted = ScriptedPage.of(web(), "alice", STREAM)) {
            Page page = scripted.page();
            page.reload();
            ScriptedBalance balance = ScriptedBalance.of("alice", 20);
            balance.endingAt(balance.periodEnd().plus(Duration.ofDays(60)))
                    .to(scripted.next().open());
            assertThat(remaining(page)).hasText("20");
            page.evaluate("() => new Promise(resolve => setTimeout(resolve, 100))");
            assertEquals(0, scripted.server().waiting());
        }
    }

    /** Browsers allow few connections: a page that nobody sees needs none, whatever happens meanwhile. */
    @Test
    default void aHiddenPageFollowsNothingUntilItIsSeenAgain() {
        try (ScriptedPage scripted = ScriptedPage.of(web(), "alice", STREAM)) {
            Page page = scripted.page();
            Watched watched = Watched.reload(page);
            ScriptedCall stream = scripted.next().open();
            ScriptedBalance seen = ScriptedBalance.of("alice", 20);
            seen.endingAt(watched.start().plusSeconds(30)).to(stream);
            assertThat(remaining(page)).hasText("20");
            show(page, false);
            stream.untilGivenUp(page);
            watched.lives(Duration.ofMinutes(5));
            page.evaluate("() => dispatchEvent(new Event('online'))");
            assertEquals(1, watched.asked());
            show(page, true);
            assertThat(remaining(page)).hasText("20");
            seen.remaining(12).to(scripted.next().open());
            assertThat(remaining(page)).hasText("12");
        }
    }

    @Test
    default void whoHasToLogInHasToDoSoWithoutANetworkToo() {
        try (Visitor nobody = web().visitor()) {
            Page page = nobody.open("/");
            Locator login = Visitor.logInLink(page);
            assertThat(login).isVisible();
            nobody.context().setOffline(true);
            page.evaluate("() => new Promise(resolve => setTimeout(resolve))");
            assertThat(login).isVisible();
            assertThat(bar(page)).hasCount(0);
        }
    }

    /** Fault C1. The last balance stays, marked as old, on pages that were open; others have none. */
    @Test
    @Tag("long")
    @Order(Stage.LATE + 2)
    default void aCreditServiceThatIsDownIsSaidUntilItIsBack() {
        stage().personWith("alice", 31);
        try (Visitor alice = web().visitor()) {
            Page open = alice.logIn("alice");
            stage().platform().kill("credit-service");
            Page loaded = alice.open("/");
            assertThat(bar(loaded)).hasText("Credits can’t be read right now · trying again");
            show(open, false);
            show(open, true);
            assertThat(bar(open)).containsText("Credits can’t be read");
            assertThat(bar(open)).containsText("credits, as last seen");
            assertThat(remaining(open)).hasText("31");
            Looks.good(open, "service-down");
            stage().platform().up();
            for (Page page : List.of(loaded, open)) {
                assertThat(bar(page)).not().containsText("Credits can’t be read");
                assertThat(remaining(page)).hasText("31");
                assertThat(page.locator("chat-input [data-cost]")).isVisible();
            }
        }
    }

    private static void show(Page page, boolean shown) {
        page.evaluate("""
            hidden => {
              Object.defineProperty(document, 'hidden', {configurable: true, get: () => hidden});
              document.dispatchEvent(new Event('visibilitychange'));
            }
            """, !shown);
    }

    private static Locator bar(Page page) {
        return page.locator("credit-bar");
    }
}
