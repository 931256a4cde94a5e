package dev.chatcredits.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.chatcredits.e2e.Visitor.lastAnswer;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** What the gateway tells a page of the ends of its answers, as a test says; first that they haven't come. */
record Ends(AtomicReference<Route.FulfillOptions> answer, AtomicInteger asked) {

    static Ends of(Page page) {
        Ends ends = new Ends(new AtomicReference<>(), new AtomicInteger());
        ends.become("HELD", "0");
        page.route("**/api/generations/*", route -> {
            ends.asked.incrementAndGet();
            route.fulfill(ends.answer.get());
        });
        return ends;
    }

    /** A status, or 404 for an answer that nobody knows. */
    void become(String status, String charged) {
        answer.set(
                status.equals("404")
                        ? new Route.FulfillOptions()
                                .setStatus(404)
                                .setContentType("application/problem+json")
                                .setBody("{\"code\": \"NOT_FOUND\"}")
                        : new Route.FulfillOptions()
                                .setContentType("application/json")
                                .setBody("{\"status\": \"" + status + "\", \"charged\": " + charged + "}"));
    }

    /** Returns when the page has asked because of this. */
    void asked(Page page, Runnable cause) {
        int before = asked.get();
        cause.run();
        page.waitForCondition(() -> asked.get() > before);
    }

    /** Lets time pass until the page gives up. */
    void untilGone(Page page, Watched watched, String words) {
        page.waitForCondition(() -> {
            watched.lives(Duration.ofMinutes(1));
            return lastAnswer(page).textContent().contains(words);
        });
        assertThat(lastAnswer(page).locator("[data-cost]")).hasText(words);
    }
}
