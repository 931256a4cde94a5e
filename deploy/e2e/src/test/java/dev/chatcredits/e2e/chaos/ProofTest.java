package dev.chatcredits.e2e.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A run that breaks no promise must have had the chance to. */
class ProofTest {

    @Test
    void enoughGenerationsAndHitsOfEachKindProveSomething() {
        assertEquals(List.of(), lacks(1_200, 1, 1, 1));
    }

    @Test
    void fewerGenerationsProveNothing() {
        assertEquals(List.of("fewer than 1200 generations"), lacks(1_199, 1, 1, 1));
    }

    @Test
    void faultsThatHitNobodyOfAKindProveNothing() {
        assertEquals(List.of("no fault hit anybody in hold"), lacks(1_200, 0, 1, 1));
        assertEquals(List.of("no fault hit anybody in stream"), lacks(1_200, 1, 0, 1));
        assertEquals(List.of("no fault hit anybody in ack"), lacks(1_200, 1, 1, 0));
    }

    private static List<String> lacks(long generations, long inHold, long inStream, long inAck) {
        Figures figures = new Figures(
                Map.of("generations", generations, "in hold", inHold, "in stream", inStream, "in ack", inAck));
        return Proof.ON_IDLE_MACHINE.lacksIn(figures, Duration.ofSeconds(60));
    }
}
