package dev.chatcredits.credit.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds, entries and balances say, beyond the sums that the scenarios compare. */
class AccountTest {

    private static final Allocation PRO = new Allocation("pro", 50);
    private static final GenerationId G1 = new GenerationId("g1");
    private static final Instant FEBRUARY = Instant.parse("2026-02-01T00:00:00Z");

    private static final Anchor FIFTEENTH = new Anchor(LocalDate.of(2026, 1, 15), ZoneOffset.UTC);

    private final Life life = new Life();

    @Test
    void holdKnowsWhatItIsForAndHowLongItLives() {
        Hold hold = held(hold(5));
        assertEquals(
                new Hold(
                        G1,
                        "gpt",
                        5,
                        Hold.Status.HELD,
                        "hash",
                        "attempt",
                        List.of(new Hold.Draw(1, 5)),
                        Life.BEGIN,
                        Life.BEGIN.plusSeconds(900),
                        null),
                hold);
        assertEquals(0, hold.charged());
    }

    @Test
    void endedHoldKnowsWhenItEndedAndWhatItCost() {
        held(hold(5));
        later(Duration.ofMinutes(1));
        Hold settled = held(new Command.Settle(Life.ALICE, G1, "other", 1L, life.clock()));
        assertEquals(Hold.Status.SETTLED, settled.status());
        assertEquals(Life.BEGIN.plusSeconds(60), settled.endedAt());
        assertEquals(Life.BEGIN, settled.createdAt());
        assertEquals("gpt", settled.modelId());
        assertEquals(5, settled.charged());
    }

    @Test
    void releasedHoldCostsNothing() {
        held(hold(5));
        assertEquals(0, held(new Command.Release(Life.ALICE, G1, null)).charged());
    }

    @Test
    void tombstoneHasNoModelAndNoCredits() {
        Hold tombstone = held(new Command.Release(Life.ALICE, G1, null));
        assertNull(tombstone.modelId());
        assertEquals(0, tombstone.credits());
        assertEquals(Hold.Status.RELEASED, tombstone.status());
        assertEquals(Life.BEGIN, tombstone.endedAt());
    }

    @Test
    void chargeWithoutHoldIsRememberedWithItsModelAndPrice() {
        Hold charged = held(new Command.Settle(Life.ALICE, G1, "opus", 5L, life.clock()));
        assertEquals(Hold.Status.SETTLED, charged.status());
        assertEquals("opus", charged.modelId());
        assertEquals(5, charged.charged());
    }

    @Test
    void refusalShowsTheHoldThatIsInTheWay() {
        Hold first = held(hold(5));
        Outcome again = life.ask(new Command.PlaceHold(
                        Life.ALICE, G1, "gpt", 5, token(PRO), "hash", "second", Duration.ofMinutes(15)))
                .outcome();
        assertEquals(new Outcome.Refused(Refusal.GENERATION_IN_PROGRESS, first), again);
    }

    @Test
    void chargeSaysWhichModelAndGenerationAndWhenItWasComplete() {
        held(hold(5));
        later(Duration.ofHours(2));
        Instant completed = Life.BEGIN.plusSeconds(30);
        Decision decision = life.ask(new Command.Settle(Life.ALICE, G1, "gpt", 1L, completed));
        assertEquals(
                List.of(new Entry(2, Entry.Kind.CHARGE, -5, 1, "gpt", G1, completed, 45, null, null)),
                decision.entries());
    }

    @Test
    void chargeOfAnEventAheadOfTheClockIsDatedToNow() {
        Instant ahead = life.clock().plusSeconds(200);
        Decision decision = life.ask(new Command.Settle(Life.ALICE, G1, "gpt", 1L, ahead));
        assertEquals(life.clock(), decision.entries().getLast().occurredAt());
    }

    @Test
    void lapseIsDatedToTheEndOfItsPeriodAndTheGrantToItsFirstTouch() {
        held(hold(5));
        later(Duration.ofDays(30));
        Decision decision = life.ask(new Command.Expire(Life.ALICE, G1, life.clock()));
        assertEquals(
                List.of(
                        new Entry(2, Entry.Kind.LAPSE, -45, 1, null, null, FEBRUARY, 0, "end of period", null),
                        new Entry(3, Entry.Kind.GRANT, 50, 2, null, null, life.clock(), 50, "pro", null),
                        new Entry(
                                4,
                                Entry.Kind.LAPSE,
                                -5,
                                1,
                                null,
                                null,
                                life.clock(),
                                50,
                                "freed after its grant ended",
                                null)),
                decision.entries());
    }

    @Test
    void adjustmentSaysWhoAndWhy() {
        Decision decision = life.ask(
                new Command.Adjust(Life.ALICE, new Adjustment("k", Adjustment.Kind.CREDITS, 7, "we were down", "eve")));
        assertEquals(
                List.of(new Entry(1, Entry.Kind.ADJUST, 7, 1, null, null, Life.BEGIN, 7, "we were down", "eve")),
                decision.entries());
    }

    @Test
    void balanceTellsItsPlanAndPeriod() {
        held(hold(5));
        Balance balance = life.balance();
        assertEquals(Life.ALICE, balance.user());
        assertEquals("pro", balance.planId());
        assertTrue(balance.hasSubscription());
        assertEquals(50, balance.total());
        assertEquals(new Period(Instant.parse("2026-01-01T00:00:00Z"), FEBRUARY), balance.period());
    }

    @Test
    void balanceOfSomebodyUnknownIsEmptyAndOfTheCurrentPeriod() {
        Balance balance = life.balance();
        assertNull(balance.planId());
        assertFalse(balance.hasSubscription());
        assertEquals(0, balance.total());
        assertTrue(balance.low());
        assertTrue(balance.period().contains(Life.BEGIN));
    }

    @Test
    void versionGrowsWithEachChangeOfTheBalanceAndWithNoOther() {
        held(hold(5));
        assertEquals(1, life.balance().version());
        later(Duration.ofMinutes(1));
        life.ask(hold(5));
        life.ask(new Command.Release(Life.ALICE, new GenerationId("unheard-of"), null));
        life.ask(new Command.Subscribe(Life.ALICE, new Proof(PRO, Proof.Kind.TOKEN, life.clock())));
        assertEquals(1, life.balance().version());
        assertEquals(Life.BEGIN, life.balance().updatedAt());
        life.ask(new Command.Release(Life.ALICE, G1, null));
        assertEquals(2, life.balance().version());
        assertEquals(Life.BEGIN.plusSeconds(60), life.balance().updatedAt());
    }

    @Test
    void planWithoutCreditsIsAChangeOfTheBalanceToo() {
        life.ask(new Command.Subscribe(Life.ALICE, token(new Allocation("empty", 0))));
        assertEquals(1, life.balance().version());
        assertEquals("empty", life.balance().planId());
    }

    @Test
    void lookingChangesNothingButBringsToThePresent() {
        held(hold(5));
        Account before = life.account();
        Account february = before.asOf(FEBRUARY);
        assertEquals(50, february.balance().remaining());
        assertEquals(5, february.balance().heldElsewhere());
        assertEquals(FEBRUARY, february.balance().period().start());
        assertEquals(before.balance(), before.asOf(Life.BEGIN).balance());
        assertSame(before, life.account());
    }

    @Test
    void lateChargeIsMadeThoughTheGrantsOfItsHoldAreNotAtHandAnyMore() {
        held(hold(5));
        held(new Command.Release(Life.ALICE, G1, null));
        later(Duration.ofDays(100));
        Account now = life.account().asOf(life.clock());
        Account withoutOldGrants = with(
                now, now.anchor(), now.grants().stream().filter(Grant::isActive).toList());
        Decision decision =
                withoutOldGrants.decide(new Command.Settle(Life.ALICE, G1, "gpt", 1L, life.clock()), life.clock());
        assertInstanceOf(Outcome.Applied.class, decision.outcome());
        assertEquals(45, decision.account().balance().remaining());
        assertEquals(
                List.of(-5L), decision.entries().stream().map(Entry::credits).toList());
    }

    @Test
    void holdDrawsOnlyFromGrantsThatGiveSomething() {
        life.ask(new Command.Settle(Life.ALICE, new GenerationId("event"), "gpt", 1L, life.clock()));
        life.ask(new Command.Adjust(Life.ALICE, new Adjustment("k", Adjustment.Kind.CREDITS, 7, "because", "eve")));
        assertEquals(
                List.of(new Hold.Draw(2, 3)),
                held(new Command.PlaceHold(
                                Life.ALICE, G1, "gpt", 3, token(new Allocation("empty", 0)), null, null, Duration.ZERO))
                        .draws());
        life.ask(new Command.Subscribe(Life.ALICE, new Proof(PRO, Proof.Kind.BILLING, Life.BEGIN)));
        Hold second = held(new Command.PlaceHold(
                Life.ALICE, new GenerationId("g2"), "gpt", 3, token(PRO), null, null, Duration.ZERO));
        assertEquals(1, second.draws().size());
    }

    @Test
    void adjustmentByNothingChangesNothing() {
        life.ask(new Command.Adjust(Life.ALICE, new Adjustment("k", Adjustment.Kind.CREDITS, 0, "because", "eve")));
        assertEquals(0, life.balance().version());
        assertEquals(List.of(), life.account().grants());
    }

    @Test
    void anotherAnchorInTheConfigurationDoesNotCutThePeriodShort() {
        held(hold(5));
        life.ask(new Command.Adjust(Life.ALICE, new Adjustment("k", Adjustment.Kind.CREDITS, 7, "because", "eve")));
        Account moved = with(life.account(), FIFTEENTH, life.account().grants());
        Instant twentieth = Instant.parse("2026-01-20T00:00:00Z");
        Account downgraded = moved.decide(
                        new Command.Subscribe(
                                Life.ALICE, new Proof(new Allocation("starter", 25), Proof.Kind.TOKEN, twentieth)),
                        twentieth)
                .account();
        assertEquals(FEBRUARY, downgraded.balance().period().end());
        assertEquals(25 + 7, downgraded.balance().remaining());
        assertEquals(
                Instant.parse("2026-02-15T00:00:00Z"),
                downgraded.asOf(FEBRUARY).balance().period().end());
    }

    @Test
    void lateEventIsChargedToTheGrantThatWasInUseLastWhenAnAnchorMadePeriodsOverlap() {
        held(hold(5));
        Account moved = with(life.account(), FIFTEENTH, life.account().grants());
        Account march = moved.asOf(FEBRUARY).asOf(Instant.parse("2026-03-01T00:00:00Z"));
        Decision decision = march.decide(
                new Command.Settle(
                        Life.ALICE, new GenerationId("late"), "gpt", 3L, Instant.parse("2026-01-20T00:00:00Z")),
                march.touchedAt());
        assertEquals(
                List.of(2L, 2L), decision.entries().stream().map(Entry::grantNo).toList());
    }

    private static Account with(Account a, Anchor anchor, List<Grant> grants) {
        return new Account(
                a.user(),
                anchor,
                a.subscription(),
                grants,
                a.holds(),
                a.adjustments(),
                a.lastGrantNo(),
                a.lastEntryNo(),
                a.version(),
                a.touchedAt(),
                a.updatedAt());
    }

    private static Command.PlaceHold hold(long credits) {
        return new Command.PlaceHold(
                Life.ALICE, G1, "gpt", credits, token(PRO), "hash", "attempt", Duration.ofMinutes(15));
    }

    private static Proof token(Allocation allocation) {
        return new Proof(allocation, Proof.Kind.TOKEN, Life.BEGIN);
    }

    private Hold held(Command command) {
        Outcome outcome = life.ask(command).outcome();
        return assertInstanceOf(
                Hold.class, assertInstanceOf(Outcome.Applied.class, outcome).hold());
    }

    private void later(Duration span) {
        life.setClock(life.clock().plus(span));
    }
}
