package dev.chatcredits.credit.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** What a user has left, over random lives; {@link Invariants} are checked after each of their steps. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class BalancePropertyTest {

    /** Lesson blnk#181. */
    @Property(tries = 2000)
    @Tag("Property-6")
    @Label("Property 6: remaining = granted - used - held - debt, never negative. Validates: R7.2, R7.3, R7.4")
    void remainingIsWhatIsLeft(@ForAll(supplier = Lives.class) List<Step> steps) {
        Life life = new Life();
        for (Step step : steps) {
            life.live(step);
            Balance b = life.balance();
            assertEquals(Math.max(0, b.total() - b.used() - b.held() - b.debt()), b.remaining());
        }
    }

    @Property(tries = 1000)
    @Tag("Property-6")
    @Label(
            "Property 6: the grants that explain a balance sum up to it, whenever it is asked for. Validates: R7.2, R7.3, R7.4")
    void explainedGrantsSumUpToTheBalance(
            @ForAll(supplier = Lives.class) List<Step> steps, @ForAll @IntRange(min = -40, max = 70) int days) {
        Account account = Life.of(steps).account();
        Explanation explanation =
                account.asOf(account.touchedAt().plus(Duration.ofDays(days))).explanation();
        Invariants.check(explanation);
        assertEquals(0, explanation.heldByOthers());
    }

    @Property(tries = 2000)
    @Tag("Property-4")
    @Label("Property 4: no hold is accepted beyond remaining, and none below it refused. Validates: R4.1, R6.3, R6.5")
    void insufficientCreditsBlock(
            @ForAll(supplier = Lives.class) List<Step> steps, @ForAll @LongRange(min = 0, max = 70) long cost) {
        Life life = Life.of(steps);
        Balance before = life.balance();
        Command.PlaceHold hold = Asks.hold(life, cost);
        Decision decision = life.ask(hold);
        if (cost <= before.remaining()) {
            assertInstanceOf(Outcome.Applied.class, decision.outcome());
            assertEquals(before.remaining() - cost, life.balance().remaining());
        } else {
            Refusal why = before.hasSubscription() ? Refusal.INSUFFICIENT_CREDITS : Refusal.NO_SUBSCRIPTION;
            assertEquals(new Outcome.Refused(why, null), decision.outcome());
            assertEquals(before, life.balance());
            assertFalse(life.account().holds().containsKey(hold.generation()));
        }
    }

    @Property(tries = 1000)
    @Tag("Property-4")
    @Label("Property 4: many holds on few credits never spend more than there is. Validates: R6.5")
    void asManyHoldsAsThereAreCreditsFor(
            @ForAll(supplier = Lives.class) List<Step> steps, @ForAll @LongRange(min = 1, max = 5) long cost) {
        Life life = Life.of(steps);
        long affordable = life.balance().remaining() / cost;
        long accepted = 0;
        for (int i = 0; i < affordable + 3; i++) {
            accepted += life.ask(Asks.hold(life, cost, "n" + i)).outcome() instanceof Outcome.Applied ? 1 : 0;
        }
        assertEquals(affordable, accepted);
    }

    /** Lesson daytona#4416. */
    @Property(tries = 1000)
    @Tag("Property-7")
    @Label("Property 7: low for any balance of 5 or fewer, and for no other. Validates: R2.4")
    void lowIsFiveOrFewer(@ForAll(supplier = Lives.class) List<Step> steps) {
        Balance balance = Life.of(steps).balance();
        assertEquals(balance.remaining() <= 5, balance.low());
    }

    @Property(tries = 100)
    @Tag("Property-7")
    @Label("Property 7: low at each balance from 0 to 60. Validates: R2.4")
    void lowAtEachBalance(@ForAll @LongRange(min = 0, max = 60) long credits) {
        Life life = new Life();
        life.ask(new Command.Subscribe(
                Life.ALICE, new Proof(new Allocation("any", credits), Proof.Kind.TOKEN, Life.BEGIN)));
        assertEquals(credits <= 5, life.balance().low());
    }

    @Property(tries = 1000)
    @Label("Asking the same twice is doing it once. Validates: R3.1")
    void repeatedCommandsChangeNothing(@ForAll(supplier = Lives.class) List<Step> steps) {
        Life life = new Life();
        for (Step step : steps) {
            Decision first = life.live(step);
            Decision again = life.ask(step.command(Who.ALICE, life.clock()));
            assertFalse(again.outcome() instanceof Outcome.Applied, () -> step + " happened twice");
            assertTrue(again.entries().isEmpty(), () -> step + " was booked twice");
            assertEquals(first.account(), again.account());
        }
    }
}
