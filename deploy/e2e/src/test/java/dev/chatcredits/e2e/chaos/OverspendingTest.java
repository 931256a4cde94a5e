package dev.chatcredits.e2e.chaos;

import static dev.chatcredits.e2e.chaos.Case.MONTH;
import static dev.chatcredits.e2e.chaos.Case.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatcredits.e2e.chaos.Observed.Ending;
import dev.chatcredits.e2e.chaos.Violation.Kind;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Credits that are spent though they aren't there are seen, and those that nobody should have been given. */
class OverspendingTest {

    private final Case found = Case.ordinary();

    @Test
    void holdBeyondWhatRemainsIsOverspentThoughItWasGivenBack() {
        found.seen("second", Ending.LEFT);
        found.hold("second", "RELEASED", 10, 14);
        assertEquals(Set.of(), found.verdict());
        found.seen("third", Ending.LEFT);
        found.hold("third", "RELEASED", 13, 15);
        assertEquals(EnumSet.of(Kind.OVERSPENT), found.verdict());
    }

    @Test
    void holdAfterAnotherWasGivenBackIsNot() {
        found.seen("second", Ending.LEFT);
        found.hold("second", "RELEASED", 10, 14);
        found.seen("third", Ending.LEFT);
        found.hold("third", "RELEASED", 14, 15);
        assertEquals(Set.of(), found.verdict());
    }

    @Test
    void debtOfWhatWasHeldIsOverspentAndDebtOfALateEventIsNot() {
        found.seen("late", Ending.LEFT);
        found.hold("late", "SETTLED", 5, 40);
        found.debt("late", 2);
        found.figures(2, 0, 2);
        assertEquals(Set.of(), found.verdict());
        found.holds.removeLast();
        found.hold("late", "SETTLED", 5, 9);
        assertEquals(EnumSet.of(Kind.OVERSPENT), found.verdict());
    }

    @Test
    void debtOfWhatWasCompleteInTheLifeOfItsHoldIsOverspentHoweverLateItIsCharged() {
        found.seen("late", Ending.COMPLETE);
        found.hold("late", "SETTLED", 5, 40);
        found.debt("late", 2);
        found.figures(2, 0, 2);
        assertEquals(EnumSet.of(Kind.OVERSPENT), found.verdict());
        found.entries.removeLast();
        found.charge(USER, "late", 2);
        found.figures(4, 0, 0);
        assertEquals(Set.of(), found.verdict());
    }

    @Test
    void chargeToAnotherGrantThanTheHoldsIsOverspent() {
        found.hold("good", "SETTLED", 0, 2, Map.of(1L, 1L, 2L, 1L));
        assertEquals(EnumSet.of(Kind.OVERSPENT), found.verdict());
    }

    @Test
    void whatBeganWithoutAHoldIsOverspentUnlessAnotherProducerSentIt() {
        found.seen("free", Ending.LEFT);
        found.withoutHold(USER, "free", 2);
        found.charge(USER, "free", 2);
        found.figures(4, 0, 0);
        assertEquals(EnumSet.of(Kind.OVERSPENT), found.verdict());
        found.events.add(new OtherProducers.Event(USER, "free", 2));
        assertEquals(Set.of(), found.verdict());
    }

    @Test
    void grantBesideThePlansIsSeen() {
        found.otherGrant(2, Instant.parse("2026-10-01T00:00:00Z"), 25);
        assertEquals(Set.of(), found.verdict());
        found.otherGrant(3, MONTH, 25);
        assertEquals(EnumSet.of(Kind.MISGRANTED), found.verdict(), "twice in a period");
        found.otherGrants.removeLast();
        found.otherGrant(3, Instant.parse("2026-09-01T00:00:00Z"), 50);
        assertEquals(EnumSet.of(Kind.MISGRANTED), found.verdict(), "more than the plan gives");
        found.otherGrants.removeLast();
        found.otherGrant(3, Instant.parse("2026-09-02T00:00:00Z"), 25);
        assertEquals(EnumSet.of(Kind.MISGRANTED), found.verdict(), "not a month");
    }
}
