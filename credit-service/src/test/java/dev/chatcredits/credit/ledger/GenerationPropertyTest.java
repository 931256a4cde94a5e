package dev.chatcredits.credit.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** What a generation costs, at any moment of a random life. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class GenerationPropertyTest {

    /** The ends of a generation, in the order that they arrive. */
    enum End {
        SETTLE,
        RELEASE,
        EXPIRE
    }

    @Property(tries = 3000)
    @Tag("Property-2")
    @Label("Property 2: a success costs exactly the hold's credits, exactly once. Validates: R3.1, R3.4")
    void deductionIsExact(
            @ForAll(supplier = Lives.class) List<Step> steps,
            @ForAll @LongRange(min = 1, max = 5) long cost,
            @ForAll @LongRange(min = 1, max = 5) long priceOfTheEvent,
            @ForAll @IntRange(min = 1, max = 3) int deliveries) {
        Life life = Life.of(steps);
        Balance before = life.balance();
        Assume.that(before.remaining() >= cost);
        life.ask(Asks.hold(life, cost));
        for (int i = 0; i < deliveries; i++) {
            life.ask(Asks.settle(life, priceOfTheEvent));
        }
        Balance after = life.balance();
        assertEquals(before.used() + cost, after.used());
        assertEquals(before.remaining() - cost, after.remaining());
        assertEquals(before.held(), after.held());
        assertEquals(before.debt(), after.debt());
        assertEquals(before.total(), after.total());
    }

    @Property(tries = 1000)
    @Tag("Property-2")
    @Label("Property 2: an event without a hold costs exactly the price, exactly once. Validates: R3.1")
    void deductionWithoutAHoldIsExact(
            @ForAll(supplier = Lives.class) List<Step> steps,
            @ForAll @LongRange(min = 1, max = 70) long price,
            @ForAll @IntRange(min = 1, max = 3) int deliveries) {
        Life life = Life.of(steps);
        Balance before = life.balance();
        for (int i = 0; i < deliveries; i++) {
            life.ask(Asks.settle(life, price));
        }
        Balance after = life.balance();
        long charged = Math.min(price, before.remaining());
        assertEquals(before.used() + charged, after.used());
        assertEquals(before.debt() + price - charged, after.debt());
        assertEquals(before.remaining() - charged, after.remaining());
        assertEquals(before.held(), after.held());
    }

    @Property(tries = 3000)
    @Tag("Property-3")
    @Label("Property 3: a failure leaves the balance as it was before the hold. Validates: R3.2")
    void failurePreservesCredits(
            @ForAll(supplier = Lives.class) List<Step> steps,
            @ForAll @LongRange(min = 1, max = 5) long cost,
            @ForAll boolean expires) {
        Life life = Life.of(steps);
        Balance before = life.balance();
        Assume.that(before.remaining() >= cost);
        life.ask(Asks.hold(life, cost));
        life.ask(expires ? Asks.expire(life) : Asks.release());
        Balance after = life.balance();
        assertEquals(sums(before), sums(after));
        assertEquals(before.version() + 2, after.version());
    }

    @Property(tries = 1000)
    @Tag("Property-3")
    @Label("Property 3: whatever happens meanwhile, a failure is as if it had never been tried. Validates: R3.2")
    void failureIsAsIfItHadNotBeenTried(
            @ForAll("eventsAndPlans") List<Step> before,
            @ForAll("eventsAndPlans") List<Step> meanwhile,
            @ForAll @LongRange(min = 1, max = 5) long cost,
            @ForAll boolean expires) {
        Life with = Life.of(before);
        Life without = Life.of(before);
        with.ask(Asks.hold(with, cost));
        meanwhile.forEach(with::live);
        meanwhile.forEach(without::live);
        with.ask(expires ? Asks.expire(with) : Asks.release());
        assertEquals(sums(without.balance()), sums(with.balance()));
    }

    /** Fault C5. */
    @Property(tries = 1000)
    @Tag("Property-2")
    @Label(
            "A generation is charged once if it succeeded, whatever else arrives in whatever order, and else not. Validates: R3.1, R3.2")
    void chargedOnceIfAndOnlyIfItSucceeded(
            @ForAll(supplier = Lives.class) List<Step> steps,
            @ForAll @LongRange(min = 1, max = 5) long cost,
            @ForAll @Size(min = 1, max = 6) List<End> ends,
            @ForAll @IntRange(min = 0, max = 6) int endsBeforeTheHold) {
        Life life = Life.of(steps);
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < ends.size(); i++) {
            if (i == endsBeforeTheHold) {
                life.ask(Asks.hold(life, cost));
            }
            entries.addAll(life.ask(end(life, ends.get(i), cost)).entries());
        }
        long charged = -entries.stream()
                .filter(e -> e.generationId() != null)
                .mapToLong(Entry::credits)
                .sum();
        assertEquals(ends.contains(End.SETTLE) ? cost : 0, charged);
        assertTrue(life.account().holds().values().stream()
                .noneMatch(h -> h.isHeld() && h.id().value().equals("new")));
    }

    private static Command end(Life life, End end, long cost) {
        return switch (end) {
            case SETTLE -> Asks.settle(life, cost);
            case RELEASE -> Asks.release();
            case EXPIRE -> Asks.expire(life);
        };
    }

    /**
     * Other holds could be refused for the one hold. And debt stays behind when a plan changes, though credits that an admin gave
     * could have been charged in its place: with both, failing could even pay.
     */
    @Provide
    Arbitrary<List<Step>> eventsAndPlans() {
        return Arbitraries.oneOf(Lives.settlements(), Lives.subscriptions())
                .list()
                .ofMaxSize(15);
    }

    private static List<Long> sums(Balance b) {
        return List.of(b.total(), b.used(), b.held(), b.heldElsewhere(), b.debt(), b.remaining());
    }
}
