package dev.chatcredits.e2e.chaos;

import static dev.chatcredits.e2e.chaos.Case.USER;
import static dev.chatcredits.e2e.chaos.Case.id;
import static dev.chatcredits.e2e.chaos.Case.keyed;
import static dev.chatcredits.e2e.chaos.Case.prompted;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatcredits.e2e.chaos.Ask.Form;
import dev.chatcredits.e2e.chaos.Ask.Prompt;
import dev.chatcredits.e2e.chaos.Evidence.Status;
import dev.chatcredits.e2e.chaos.Fault.Target;
import dev.chatcredits.e2e.chaos.Log.DeadLetter;
import dev.chatcredits.e2e.chaos.Observed.Ending;
import dev.chatcredits.e2e.chaos.Violation.Kind;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A judge that finds nothing must have looked: each broken promise is seen. */
class JudgeTest {

    private final Case found = Case.ordinary();

    @Test
    void nothingIsFoundWhereNothingIsWrong() {
        found.events.add(new OtherProducers.Event(USER, "other", 1));
        found.withoutHold(USER, "other", 1);
        found.charge(USER, "other", 1);
        found.figures(3, 0, 0);
        found.poison.add("x");
        found.letters.add(new DeadLetter("x", "topic-0@7"));
        found.letters.add(new DeadLetter("x", "topic-0@7"));
        found.statuses.put(id("bad"), new Status("RELEASED", 0));
        found.statuses.put(id("never-held"), new Status("404", 0));
        assertEquals(Set.of(), found.verdict());
    }

    @Test
    void completeWithoutAChargeIsLost() {
        found.seen("free", Ending.COMPLETE);
        found.hold("free", "EXPIRED", 5, 20);
        assertEquals(EnumSet.of(Kind.LOST), found.verdict());
    }

    @Test
    void completeOfWhichTheLedgerKnowsNothingIsLost() {
        found.seen("free", Ending.COMPLETE);
        assertEquals(EnumSet.of(Kind.LOST), found.verdict());
    }

    @Test
    void acknowledgedEventWithoutAChargeIsLost() {
        found.events.add(new OtherProducers.Event(USER, "other", 1));
        assertEquals(EnumSet.of(Kind.LOST), found.verdict());
    }

    @Test
    void secondChargeIsDoubled() {
        found.charge(USER, "good", 2);
        found.figures(4, 0, 0);
        assertEquals(EnumSet.of(Kind.DOUBLED), found.verdict());
    }

    @Test
    void secondAnswerForOneChargeIsDoubled() {
        found.seen("good", Ending.COMPLETE);
        assertEquals(EnumSet.of(Kind.DOUBLED), found.verdict());
    }

    @Test
    void secondIdForOneKeyIsDoubled() {
        found.seen(keyed("k"), "first", Ending.FAILED);
        found.seen(keyed("k"), "first", Ending.REPEATED);
        found.seen(keyed("other"), "other", Ending.FAILED);
        assertEquals(Set.of(), found.verdict());
        found.seen(keyed("k"), "second", Ending.FAILED);
        assertEquals(EnumSet.of(Kind.DOUBLED), found.verdict());
    }

    @Test
    void generationThatNobodyWasToldOfIsDoubledUnlessOneLostItsRequest() {
        found.hold("unknown", "RELEASED", 5, 6);
        assertEquals(EnumSet.of(Kind.DOUBLED), found.verdict());
        found.seen(null, Ending.UNREACHED);
        assertEquals(EnumSet.of(Kind.DOUBLED), found.verdict());
        found.seen(null, Ending.CUT_OFF);
        assertEquals(Set.of(), found.verdict());
    }

    @Test
    void lostRequestsWithOneKeyExplainOneGeneration() {
        found.hold("unknown", "RELEASED", 5, 6);
        found.hold("another", "RELEASED", 7, 8);
        found.seen(keyed("k"), null, Ending.CUT_OFF);
        found.seen(keyed("k"), null, Ending.CUT_OFF);
        assertEquals(EnumSet.of(Kind.DOUBLED), found.verdict());
        found.seen(keyed("k"), "another", Ending.FAILED);
        assertEquals(EnumSet.of(Kind.DOUBLED), found.verdict(), "the key has had its generation");
        found.seen(null, Ending.CUT_OFF);
        assertEquals(Set.of(), found.verdict());
    }

    @Test
    void oneIdChargedToTwoPeopleIsDoubled() {
        found.events.add(new OtherProducers.Event("v", "good", 2));
        found.withoutHold("v", "good", 2);
        found.charge("v", "good", 2);
        assertEquals(EnumSet.of(Kind.DOUBLED), found.verdict());
    }

    @Test
    void openHoldAndWaitingClientAreLeaks() {
        found.waiting = 1;
        assertEquals(EnumSet.of(Kind.LEAKED), found.verdict());
        found.waiting = 0;
        found.seen("open", Ending.LEFT);
        found.openHold("open");
        found.figures(2, 2, 0);
        assertEquals(EnumSet.of(Kind.LEAKED), found.verdict());
    }

    @Test
    void chargedFailureIsSeen() {
        found.seen("charged", Ending.FAILED);
        found.hold("charged", "SETTLED", 5, 6);
        found.charge(USER, "charged", 2);
        found.figures(4, 0, 0);
        assertEquals(EnumSet.of(Kind.CHARGED_FAILURE), found.verdict());
        found.seen("charged", Ending.CUT_OFF);
        assertEquals(Set.of(), found.verdict(), "another request for it may have been the one");
    }

    @Test
    void whoWasCutOffUnderTheSameKeyMayHaveBeenCharged() {
        found.seen(keyed("k"), "charged", Ending.TURNED_AWAY);
        found.hold("charged", "SETTLED", 5, 6);
        found.charge(USER, "charged", 2);
        found.figures(4, 0, 0);
        found.seen(keyed("k"), null, Ending.UNREACHED);
        assertEquals(EnumSet.of(Kind.CHARGED_FAILURE), found.verdict());
        found.seen(keyed("k"), null, Ending.CUT_OFF);
        assertEquals(Set.of(), found.verdict());
    }

    @Test
    void whatFailsByTheScriptIsNeverCharged() {
        found.seen(prompted(Prompt.FAILS), "charged", Ending.LEFT);
        found.hold("charged", "SETTLED", 5, 6);
        found.charge(USER, "charged", 2);
        found.figures(4, 0, 0);
        assertEquals(EnumSet.of(Kind.CHARGED_FAILURE), found.verdict());
        found.seen.removeLast();
        found.seen(prompted(Prompt.FAILS_MIDWAY), "charged", Ending.UNKNOWN);
        assertEquals(EnumSet.of(Kind.CHARGED_FAILURE), found.verdict());
        found.seen.removeLast();
        found.seen(prompted(Prompt.FAILS_MIDWAY), "charged", Ending.LEFT);
        assertEquals(Set.of(), found.verdict(), "it may have come to a limit when its reader had gone");
    }

    @Test
    void chargedFailureOfAnotherProducerIsSeen() {
        found.events.add(new OtherProducers.Event(USER, "good", 0));
        assertEquals(EnumSet.of(Kind.CHARGED_FAILURE), found.verdict());
    }

    @Test
    void missingForeignAndSecondDeadLettersAreSeen() {
        found.poison.add("x");
        assertEquals(EnumSet.of(Kind.DEAD_LETTERS), found.verdict());
        found.letters.add(new DeadLetter("x", "topic-0@7"));
        assertEquals(Set.of(), found.verdict());
        found.letters.add(new DeadLetter("x", "topic-0@8"));
        assertEquals(EnumSet.of(Kind.DEAD_LETTERS), found.verdict());
        found.letters.removeLast();
        found.letters.add(new DeadLetter("good event", "topic-0@9"));
        assertEquals(EnumSet.of(Kind.DEAD_LETTERS), found.verdict());
    }

    @Test
    void whateverSaysSomethingElseIsSeen() {
        found.shown(3, 0, 0);
        assertEquals(EnumSet.of(Kind.DISAGREEMENT), found.verdict());
        found.shown(2, 0, 0);
        found.statuses.put(id("good"), new Status("EXPIRED", 0));
        assertEquals(EnumSet.of(Kind.DISAGREEMENT), found.verdict());
        found.statuses.clear();
        found.audit.add("grant 1: used");
        assertEquals(EnumSet.of(Kind.DISAGREEMENT), found.verdict());
        found.audit.clear();
        found.figures(1, 0, 0);
        assertEquals(EnumSet.of(Kind.DISAGREEMENT), found.verdict());
    }

    @Test
    void answerThatNobodyShouldGetIsSeen() {
        found.seen("odd", Ending.ODD);
        assertEquals(EnumSet.of(Kind.ODD_ANSWER), found.verdict());
    }

    @Test
    void whoIsNotServedWhenAllIsHealedIsSeen() {
        found.seen(Script.probe(Form.WHOLE), null, Ending.TURNED_AWAY);
        assertEquals(EnumSet.of(Kind.UNSERVED), found.verdict());
        found.seen(Script.probe(Form.WHOLE), "good", Ending.COMPLETE);
        found.seen.removeFirst();
        assertEquals(Set.of(), found.verdict());
    }

    @Test
    void stopThatCutsAnAnswerOffIsSeenUnlessItsTimeWasUp() {
        found.seen("cut off", Ending.CUT_OFF, 0, null, 4);
        found.strike(Fault.Kind.KILL, Target.GATEWAY, 3, 4);
        found.strike(Fault.Kind.STOP, Target.KAFKA, 3, 4);
        found.strike(Fault.Kind.STOP, Target.GATEWAY, 0, 2);
        found.strike(Fault.Kind.STOP, Target.GATEWAY, 3, 23);
        assertEquals(Set.of(), found.verdict());
        found.strike(Fault.Kind.STOP, Target.GATEWAY, 3, 4);
        assertEquals(EnumSet.of(Kind.ODD_ANSWER), found.verdict());
    }
}
