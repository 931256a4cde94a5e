package dev.chatcredits.credit.ledger;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** Random lives of accounts: few ids, plans and keys, so that they meet again; clocks that jump over periods and back. */
public final class Lives implements ArbitrarySupplier<List<Step>> {

    static final Duration HOLD_LIFE = Duration.ofMinutes(15);

    /** Older ones are dead letters. */
    private static final Duration OLDEST_EVENT = Duration.ofDays(37);

    @Override
    public Arbitrary<List<Step>> get() {
        return step().list().ofMinSize(1).ofMaxSize(40);
    }

    public static Arbitrary<Step> step() {
        return Arbitraries.frequencyOf(
                Tuple.of(6, holds()),
                Tuple.of(4, settlements()),
                Tuple.of(2, releases()),
                Tuple.of(2, expiries()),
                Tuple.of(3, subscriptions()),
                Tuple.of(1, lifts()),
                Tuple.of(2, adjustments()));
    }

    static Arbitrary<Allocation> plans() {
        return Arbitraries.of(
                new Allocation("starter", 25),
                new Allocation("pro", 50),
                new Allocation("pro", 60),
                new Allocation("small", 4),
                new Allocation("empty", 0));
    }

    static Arbitrary<Duration> spans(Duration longest) {
        return Arbitraries.longs().between(0, longest.toSeconds()).map(Duration::ofSeconds);
    }

    /** Each as likely as any other: what is random by default is small more often than not, and would hardly ever leave a period. */
    private static Arbitrary<Duration> anySpans(Duration longest) {
        return Arbitraries.longs()
                .between(0, longest.toSeconds())
                .withDistribution(RandomDistribution.uniform())
                .map(Duration::ofSeconds);
    }

    private static Arbitrary<Integer> generations() {
        return Arbitraries.integers().between(1, 12);
    }

    private static Arbitrary<@Nullable Allocation> plansOrNone() {
        return Arbitraries.frequencyOf(Tuple.of(8, plans()), Tuple.of(1, Arbitraries.just(null)));
    }

    private static Arbitrary<Long> costs() {
        return Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.longs().between(1, 5)),
                Tuple.of(1, Arbitraries.longs().between(0, 70)));
    }

    private static Arbitrary<@Nullable String> attempts() {
        return Arbitraries.of("1", "2").injectNull(0.3);
    }

    public static Arbitrary<Duration> laters() {
        return Arbitraries.frequencyOf(
                Tuple.of(8, spans(Duration.ofMinutes(2))),
                Tuple.of(2, anySpans(Duration.ofDays(3))),
                Tuple.of(1, anySpans(Duration.ofDays(70))),
                Tuple.of(1, anySpans(Duration.ofDays(40)).map(Duration::negated)));
    }

    private static Arbitrary<Step> holds() {
        Arbitrary<@Nullable String> hashes = Arbitraries.of("a", "b").injectNull(0.3);
        Arbitrary<String> models = Arbitraries.frequency(Tuple.of(4, "gpt"), Tuple.of(1, "opus"));
        Arbitrary<Duration> ages = spans(Duration.ofMinutes(10));
        return Combinators.combine(generations(), costs(), plansOrNone(), hashes, attempts(), models, ages, laters())
                .as((g, cost, plan, hash, attempt, model, age, later) -> new Step(
                        "hold g" + g + " " + cost + " for " + model + " of " + plan + " of " + age + " ago hash=" + hash
                                + " attempt=" + attempt,
                        later,
                        (who, now) -> new Command.PlaceHold(
                                who.user(),
                                who.generation(g),
                                model,
                                cost,
                                new Proof(plan, Proof.Kind.TOKEN, now.minus(age)),
                                hash,
                                attempt,
                                HOLD_LIFE)));
    }

    static Arbitrary<Step> settlements() {
        Arbitrary<Duration> earlier = Arbitraries.frequencyOf(
                Tuple.of(4, spans(Duration.ofMinutes(10))),
                Tuple.of(1, anySpans(OLDEST_EVENT)),
                Tuple.of(1, spans(Duration.ofMinutes(5)).map(Duration::negated)));
        Arbitrary<@Nullable Long> prices = costs().injectNull(0.1);
        return Combinators.combine(generations(), prices, earlier, laters())
                .as((g, price, before, later) -> new Step(
                        "settle g" + g + " for " + price + " done " + before + " ago",
                        later,
                        (who, now) ->
                                new Command.Settle(who.user(), who.generation(g), "gpt", price, now.minus(before))));
    }

    private static Arbitrary<Step> releases() {
        return Combinators.combine(generations(), attempts(), laters())
                .as((g, attempt, later) -> new Step(
                        "release g" + g + " attempt=" + attempt,
                        later,
                        (who, now) -> new Command.Release(who.user(), who.generation(g), attempt)));
    }

    private static Arbitrary<Step> expiries() {
        return Combinators.combine(generations(), spans(Duration.ofMinutes(30)), laters())
                .as((g, ahead, later) -> new Step(
                        "expire g" + g + " if ended before now + " + ahead,
                        later,
                        (who, now) -> new Command.Expire(who.user(), who.generation(g), now.plus(ahead))));
    }

    static Arbitrary<Step> subscriptions() {
        Arbitrary<Duration> ages = spans(Duration.ofSeconds(90)).map(d -> d.minusSeconds(70));
        return Combinators.combine(plansOrNone(), Arbitraries.of(Proof.Kind.class), ages, laters())
                .as((plan, kind, age, later) -> new Step(
                        kind + " " + plan + " of " + age + " ago",
                        later,
                        (who, now) -> new Command.Subscribe(who.user(), new Proof(plan, kind, now.minus(age)))));
    }

    private static Arbitrary<Step> lifts() {
        return laters().map(later -> new Step("lift", later, (who, now) -> new Command.LiftBilling(who.user())));
    }

    static Arbitrary<Step> adjustments() {
        Arbitrary<Adjustment> changes = Combinators.combine(
                        Arbitraries.integers().between(1, 8),
                        Arbitraries.longs().between(-20, 20))
                .as((key, credits) -> new Adjustment("k" + key, Adjustment.Kind.CREDITS, credits, "because", "admin"));
        Arbitrary<Adjustment> resets = Arbitraries.integers()
                .between(9, 12)
                .map(key -> new Adjustment("k" + key, Adjustment.Kind.RESET, 0, "because", "admin"));
        return Combinators.combine(Arbitraries.frequencyOf(Tuple.of(3, changes), Tuple.of(1, resets)), laters())
                .as((adjustment, later) -> new Step(
                        adjustment.toString(), later, (who, now) -> new Command.Adjust(who.user(), adjustment)));
    }
}
