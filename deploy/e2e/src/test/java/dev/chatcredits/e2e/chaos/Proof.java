package dev.chatcredits.e2e.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What must have happened for a run to prove anything: a platform that answers nobody breaks no promise, and a fault that hits nothing
 * tests none.
 *
 * @param rate generations a second, on average
 * @param hits what some must have waited for when a fault struck, by the names that the figures have
 */
record Proof(int rate, List<String> hits) {

    /** With nothing beside it, on 2 cores. */
    static final Proof ON_IDLE_MACHINE = new Proof(20, List.of("in hold", "in stream", "in ack"));

    /** Where other things run, too, starts take long, and an acknowledgement is easily missed. */
    static final Proof ON_BUSY_MACHINE = new Proof(1, List.of("in hold", "in stream"));

    /** What is missing in the figures of some time. */
    List<String> lacksIn(Figures figures, Duration time) {
        List<String> lacks = new ArrayList<>();
        long generations = rate * time.toSeconds();
        if (figures.of("generations") < generations) {
            lacks.add("fewer than " + generations + " generations");
        }
        hits.stream().filter(hit -> figures.of(hit) == 0).forEach(hit -> lacks.add("no fault hit anybody " + hit));
        return lacks;
    }
}
