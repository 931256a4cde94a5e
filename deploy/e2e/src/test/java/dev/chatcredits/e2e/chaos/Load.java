package dev.chatcredits.e2e.chaos;

import dev.chatcredits.e2e.chaos.Observed.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Carries a script out: each request at its moment, whether the ones before are answered or not. */
final class Load {

    static final int REPEATS = 4;
    static final Duration BEFORE_REPEAT = Duration.ofMillis(700);

    private final Client client;
    private final People people;

    /** What happens elsewhere when a request is sent, and when one is complete. */
    private final Consumer<Ask> beside;

    private final Consumer<Observed> afterwards;
    private final Duration beforeRepeat;
    private final AtomicInteger underWay = new AtomicInteger();
    private final Watch watch = new Watch();
    private final Queue<Observed> seen = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Load(Client client, People people, Consumer<Ask> beside, Consumer<Observed> afterwards, Duration beforeRepeat) {
        this.client = client;
        this.people = people;
        this.beside = beside;
        this.afterwards = afterwards;
        this.beforeRepeat = beforeRepeat;
    }

    Watch watch() {
        return watch;
    }

    /** Returns when the last request is sent. */
    void carryOut(Script script) {
        Instant beginning = Instant.now();
        for (Ask ask : script.asks()) {
            pause(Duration.between(Instant.now(), beginning.plus(ask.at())));
            for (int copy = 0; copy < ask.copies(); copy++) {
                underWay.incrementAndGet();
                threads.execute(() -> {
                    askUntilKnown(ask);
                    underWay.decrementAndGet();
                });
            }
            beside.accept(ask);
        }
    }

    /** How many clients wait for an answer, or pause before they ask again. One that failed itself is never over. */
    int underWay() {
        return underWay.get();
    }

    /** What clients saw; complete when none of them waits any more. */
    List<Observed> seen() {
        return List.copyOf(seen);
    }

    /** Who lost the connection asks again if a key makes that safe, as SDKs do. */
    private void askUntilKnown(Ask ask) {
        for (int times = 0; times <= REPEATS; times++) {
            Observed observed = client.perform(ask, people.user(ask.who()), people.token(ask), watch);
            seen.add(observed);
            if (observed.is(Ending.REFUSED) && ask.who() < Script.POOR && ask.form() == Ask.Form.CHAT) {
                client.buy(Script.PRO, people.token(ask));
            }
            if (observed.is(Ending.COMPLETE)) {
                afterwards.accept(observed);
            }
            if (ask.key() == null || !observed.isLost()) {
                return;
            }
            pause(beforeRepeat);
        }
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration.isNegative() ? Duration.ZERO : duration);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a load", e);
        }
    }
}
