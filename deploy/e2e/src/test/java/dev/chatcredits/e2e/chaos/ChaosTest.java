package dev.chatcredits.e2e.chaos;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One seed; {@code deploy/chaos} runs more. */
class ChaosTest {

    /** Each process is killed at least once, and both wires are disturbed, as ScheduleTest says. Faults I1, K1, K2, P1. */
    static final int SEED = 1122;

    @Test
    @Timeout(600)
    void nothingIsLostDoubledOverspentOrLeakedWhateverDiesAndWhenever() throws IOException {
        Chaos chaos = new Chaos(
                Long.getLong("chaos.seed", SEED),
                Integer.getInteger("chaos.seeds", 1),
                Duration.ofSeconds(Integer.getInteger("chaos.seconds", 60)),
                Proof.ON_BUSY_MACHINE);
        assertTrue(chaos.run(System.out), "see what is printed above");
    }
}
