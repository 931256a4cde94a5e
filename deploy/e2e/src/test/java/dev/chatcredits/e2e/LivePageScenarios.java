package dev.chatcredits.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.chatcredits.e2e.Visitor.remaining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Several pages of one person, and that of somebody else, at the same time. */
interface LivePageScenarios {

    Stage stage();

    Web web();

    /** Lesson PageSpace#1508. Validates: R2.3. After those who see the admin without a plan. */
    @Test
    @Order(Stage.LATE + 1)
    default void everyChangeShowsInEveryOpenPageOfThatPersonAndOfNobodyElse() {
        Person admin = stage().person("admin");
        admin.checkout("starter_user").then().statusCode(200);
        Office office = stage().office();
        office.setRemaining(admin.userId(), 20);
        stage().personWith("bob", 13);
        try (Visitor one = web().visitor();
                Visitor two = web().visitor();
                Visitor bob = web().visitor()) {
            Page chat = one.logIn("admin");
            Page usage = one.open("/usage");
            List<Page> pages = List.of(chat, usage, two.logIn("admin"));
            Page bobs = bob.logIn("bob");
            bobs.locator("credit-bar").evaluate("""
                bar => {
                  window.changes = 0;
                  new MutationObserver(() => changes++).observe(bar.shadowRoot, {subtree: true, childList: true, characterData: true});
                }
                """);
            show(pages, 20);

            String settled = UUID.randomUUID().toString();
            office.hold(settled, admin.userId(), Person.OPUS, "starter_user");
            show(pages, 15);
            Locator underWay = usage.locator("[data-hold='" + settled + "']");
            assertThat(underWay).isVisible();

            stage().topic().succeeded(admin.userId(), settled, Person.OPUS);
            assertThat(underWay).hasCount(0);
            show(pages, 15);

            String released = UUID.randomUUID().toString();
            office.hold(released, admin.userId(), Person.GPT, "starter_user");
            show(pages, 13);
            office.release(released, admin.userId());
            show(pages, 15);

            int total = office.account(admin.userId()).getInt("total");
            office.adjust(admin.userId(), 4);
            show(pages, 19);
            assertThat(chat.locator("credit-bar [data-total]")).hasText("" + (total + 4));

            int pro = admin.checkout("pro_user").jsonPath().getInt("remaining");
            show(pages, pro);
            int starter = admin.checkout("starter_user").jsonPath().getInt("remaining");
            show(pages, starter);

            assertThat(remaining(bobs)).hasText("13");
            assertEquals(0, bobs.evaluate("() => changes"));
        }
    }

    /** From an event in Kafka to the page. Says how long it took ({@code -Dpages.samples=…}), and fails only when it doesn't come at all. */
    @Test
    @Tag("long")
    @Order(Stage.LATE + 1)
    default void aChangeIsSeenSoon() {
        int samples = Integer.getInteger("pages.samples", 100);
        Person alice = stage().personWith("alice", samples);
        try (Visitor visitor = web().visitor()) {
            Page page = visitor.logIn("alice");
            page.locator("credit-bar").evaluate("""
                bar => {
                  window.seen = {};
                  new MutationObserver(() => seen[bar.shadowRoot.querySelector('[data-remaining]')?.textContent] ??= Date.now())
                    .observe(bar.shadowRoot, {subtree: true, childList: true, characterData: true});
                }
                """);
            List<Long> took = new ArrayList<>();
            for (int left = samples - 1; left >= 0; left--) {
                Instant sent = stage().topic()
                        .succeededAt(alice.userId(), UUID.randomUUID().toString(), Person.GROK);
                assertThat(remaining(page)).hasText("" + left);
                Number seen = (Number) page.evaluate("left => seen[left]", left);
                took.add(seen.longValue() - sent.toEpochMilli());
            }
            took.sort(null);
            System.out.printf(
                    "From the event to the page, %d times: p50 %d ms, p99 %d ms, most %d ms%n",
                    samples, took.get(samples / 2), took.get(samples * 99 / 100), took.getLast());
        }
    }

    /** The first load in an empty browser, until somebody can write and sees what it costs. Says how long it took, and fails only when it doesn't come. */
    @Test
    @Tag("long")
    @Order(Stage.LATE + 1)
    default void aPageCanBeUsedSoon() {
        int samples = Integer.getInteger("pages.samples", 20);
        stage().personWith("alice", 50);
        try (Visitor alice = web().visitor()) {
            alice.logIn("alice").close();
            List<Cookie> session = alice.context().cookies();
            List<Double> took = new ArrayList<>();
            for (int i = 0; i < samples; i++) {
                try (Visitor again = web().visitor()) {
                    again.context().addCookies(session);
                    Page page = again.context().newPage();
                    page.addInitScript("""
                        const part = (root, name) => root?.querySelector(name)?.shadowRoot;
                        requestAnimationFrame(function look() {
                          const app = part(document, 'chat-app');
                          const input = part(part(app, 'chat-page'), 'chat-input');
                          const isThere = input?.querySelector('[data-cost]') && part(app, 'credit-bar')?.querySelector('[data-remaining]');
                          isThere ? requestAnimationFrame(() => (window.usable = performance.now())) : requestAnimationFrame(look);
                        });
                        """);
                    page.navigate("/");
                    page.waitForFunction("() => window.usable");
                    took.add(((Number) page.evaluate("() => usable")).doubleValue());
                }
            }
            took.sort(null);
            System.out.printf(
                    "From the first request to a page that can be used, %d times: p50 %.0f ms, most %.0f ms%n",
                    samples, took.get(samples / 2), took.getLast());
        }
    }

    private static void show(List<Page> pages, int remaining) {
        for (Page page : pages) {
            assertThat(remaining(page)).hasText("" + remaining);
        }
    }
}
