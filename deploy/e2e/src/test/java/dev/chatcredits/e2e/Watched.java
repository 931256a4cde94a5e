package dev.chatcredits.e2e;

import com.microsoft.playwright.Page;
import java.time.Duration;
import java.time.Instant;

/**
 * A page whose clock goes on only when a test lets it, and that counts what it asks and gets: so a test knows that the page has taken
 * something in before time goes on, and that it has not asked, rather than not asked yet.
 */
record Watched(Page page, Instant start) {

    private static final String COUNT = """
        (() => {
          window.watched = {asked: 0, answered: 0, read: 0};
          const ask = window.fetch;
          window.fetch = async (path, options) => {
            if (path !== '/api/credits/stream') return ask(path, options);
            watched.asked++;
            try { return await ask(path, options); } finally { watched.answered++; }
          };
          const read = ReadableStreamDefaultReader.prototype.read;
          ReadableStreamDefaultReader.prototype.read = async function () {
            const result = await read.call(this);
            watched.read++;
            return result;
          };
        })()
        """;

    /** Loads the page anew, with its clock stopped. */
    static Watched reload(Page page) {
        Instant now = Instant.now();
        page.addInitScript(COUNT);
        page.clock().install();
        page.clock().pauseAt(now.plusSeconds(60).toEpochMilli());
        page.reload();
        return new Watched(page, now.plusSeconds(60));
    }

    void lives(Duration time) {
        page.clock().runFor(time.toMillis());
    }

    /** How many balance streams it has asked for. */
    int asked() {
        return count("asked");
    }

    /** Waits until so many of them were answered, whatever the answers were. */
    void untilAnswered(int answers) {
        page.waitForCondition(() -> count("answered") >= answers);
    }

    /** Lets it take in what is said meanwhile. */
    void takesIn(Runnable said) {
        int before = count("read");
        said.run();
        page.waitForCondition(() -> count("read") > before);
    }

    private int count(String what) {
        return (int) page.evaluate("what => watched[what]", what);
    }
}
