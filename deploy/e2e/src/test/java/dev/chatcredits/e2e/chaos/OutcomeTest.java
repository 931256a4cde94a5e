package dev.chatcredits.e2e.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatcredits.e2e.chaos.Fault.Kind;
import dev.chatcredits.e2e.chaos.Fault.Target;
import dev.chatcredits.e2e.chaos.Observed.Ending;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A fault has hit what was under way when it was done, and not what was over by then. */
class OutcomeTest {

    private final Case found = new Case();

    @Test
    void whoWaitsFromBeforeTheFaultUntilItIsDoneIsHit() {
        found.seen("hold", Ending.TURNED_AWAY, 0, null, 9);
        found.seen("words", Ending.FAILED, 0, null, 9);
        found.hold("words", "RELEASED", 1, 9);
        found.seen("acknowledgement", Ending.UNKNOWN, 0, 2, 9);
        found.hold("acknowledgement", "SETTLED", 1, 9);
        assertHit(1, 1, 1, Kind.KILL, Target.KAFKA);
    }

    @Test
    void whoGetsOnBeforeItIsDoneIsNotHit() {
        found.seen("over", Ending.COMPLETE, 0, 2, 4);
        found.hold("over", "SETTLED", 1, 4);
        assertHit(0, 0, 0, Kind.KILL, Target.KAFKA);
        found.strikes.clear();
        assertHit(0, 0, 1, Kind.STOP, Target.KAFKA);
    }

    @Test
    void whoIsCutOffMeanwhileIsHit() {
        found.seen("cut off", Ending.CUT_OFF, 0, 2, 4);
        found.hold("cut off", "SETTLED", 1, 4);
        assertHit(0, 0, 1, Kind.KILL, Target.GATEWAY);
    }

    @Test
    void whoStandsBeforeAClosedDoorIsNotHit() {
        found.seen("unreached", Ending.UNREACHED, 0, null, 9);
        assertHit(0, 0, 0, Kind.KILL, Target.KAFKA);
    }

    private void assertHit(int forHold, int forWords, int forAcknowledgement, Kind kind, Target target) {
        found.strike(kind, target, 3, 5);
        assertEquals(
                List.of(new Outcome.Moment(forHold, forWords, forAcknowledgement)),
                new Outcome(found.evidence(), List.of()).moments());
    }
}
