package dev.chatcredits.e2e.chaos;

import dev.chatcredits.e2e.chaos.Observed.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Carries a script out: each request at its moment, whether the ones before are answered or not. */
final class Load {

    private static final int REPEATS = 4;
    private static final Duration BEFORE_REPEAT = Duration.ofMillis(700);

    private final Client client;
    private final People people;
    private final OtherProducers others;
    private final Watch watch = new Watch();
    private final Queue<Observed> seen = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Load(Client client, People people, OtherProducers others) {
        this.client = client;
        this.people = people;
        this.others = others;
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
                threads.execute(() -> askUntilKnown(ask));
            }
            others.sendWith(ask);
        }
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
                others.repeat(observed);
            }
            if (ask.key() == null || !observed.isLost()) {
                return;
            }
            pause(BEFORE_REPEAT);
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
