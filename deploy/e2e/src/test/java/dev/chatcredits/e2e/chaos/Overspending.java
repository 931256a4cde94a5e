package dev.chatcredits.e2e.chaos;

import dev.chatcredits.e2e.chaos.Ledger.Grant;
import dev.chatcredits.e2e.chaos.Ledger.Hold;
import dev.chatcredits.e2e.chaos.Ledger.Identity;
import dev.chatcredits.e2e.chaos.Violation.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Finds, in the ledger's history, credits that were spent though they were not there. From its making on a hold takes its part of its
 * grant until it is released or expires, and for ever once it is settled; when it is made, all that is taken must fit into what was
 * granted. What was held to its charge is charged where it was held, and never debt. Only events of other producers come without a hold:
 * the gateway asks no provider before the credit service has told it that the hold is there, and no end of a hold forgets its draws.
 */
final class Overspending {

    /** A part of a grant that was not to be had by others, for a time. */
    private record Taken(Instant from, Instant until, long credits) {

        boolean at(Instant instant) {
            return !instant.isBefore(from) && instant.isBefore(until);
        }
    }

    private final Ledger ledger;
    private final Set<Identity> ofOthers;
    private final Set<Identity> completeInLife;

    private Overspending(Evidence evidence) {
        this.ledger = evidence.ledger();
        this.ofOthers = evidence.ofOthers();
        this.completeInLife = evidence.completeInLife();
    }

    static List<Violation> in(Evidence evidence) {
        Overspending overspending = new Overspending(evidence);
        return Stream.of(
                        evidence.ledger().grants().stream().flatMap(overspending::beyondGrant),
                        overspending.chargedElsewhere(),
                        overspending.begunWithoutHold())
                .flatMap(Function.identity())
                .toList();
    }

    private Stream<Violation> beyondGrant(Grant grant) {
        List<Hold> drawn = ledger.holds().stream()
                .filter(hold ->
                        hold.id().user().equals(grant.user()) && hold.draws().containsKey(grant.no()))
                .toList();
        List<Taken> taken = new ArrayList<>();
        drawn.forEach(hold -> taken.addAll(heldBy(hold, grant)));
        charges(grant, entry -> !isCertain(entry)).forEach(entry -> taken.add(charge(entry)));
        return drawn.stream().flatMap(hold -> {
            long sum = taken.stream()
                    .filter(part -> part.at(hold.createdAt()))
                    .mapToLong(Taken::credits)
                    .sum();
            return sum > grant.granted()
                    ? Stream.of(new Violation(
                            Kind.OVERSPENT, sum + " of " + grant.granted() + " taken with " + hold + " of " + grant))
                    : Stream.empty();
        });
    }

    private List<Taken> heldBy(Hold hold, Grant grant) {
        long credits = Objects.requireNonNull(hold.draws().get(grant.no()));
        if (hold.isHeld() || isCertain(hold)) {
            return List.of(new Taken(hold.createdAt(), Instant.MAX, credits));
        }
        if (!hold.isSettled()) {
            return List.of(new Taken(hold.createdAt(), Objects.requireNonNull(hold.endedAt()), credits));
        }
        // It was released or has expired before; after that, only its charge counts.
        return List.of(new Taken(hold.createdAt(), hold.expiresAt(), credits));
    }

    private Taken charge(Ledger.Entry entry) {
        Instant since = hold(entry)
                .map(hold -> Objects.requireNonNull(hold.endedAt()))
                .findFirst()
                .orElse(entry.occurredAt());
        return new Taken(since, Instant.MAX, -entry.credits());
    }

    private Stream<Ledger.Entry> charges(Grant grant, Predicate<Ledger.Entry> which) {
        return ledger.entries().stream()
                .filter(entry -> entry.user().equals(grant.user()) && entry.grantNo() == grant.no())
                .filter(Ledger.Entry::isCharge)
                .filter(which);
    }

    private Stream<Violation> chargedElsewhere() {
        return ledger.holds().stream()
                .filter(this::isCertain)
                .filter(hold -> sum(hold, Ledger.Entry::takes) == hold.credits() && !isChargedAsDrawn(hold))
                .map(hold -> new Violation(Kind.OVERSPENT, "not charged where it was held: " + hold));
    }

    private boolean isChargedAsDrawn(Hold hold) {
        return hold.draws().entrySet().stream()
                .allMatch(draw ->
                        sum(hold, entry -> entry.isCharge() && entry.grantNo() == draw.getKey()) == draw.getValue());
    }

    private Stream<Violation> begunWithoutHold() {
        return ledger.holds().stream()
                .filter(hold -> hold.isSettled() && hold.draws().isEmpty() && !ofOthers.contains(hold.id()))
                .map(hold -> new Violation(Kind.OVERSPENT, "began without a hold: " + hold));
    }

    private long sum(Hold hold, Predicate<Ledger.Entry> which) {
        return ledger.takings()
                .filter(entry -> entry.isOf(hold.id()) && which.test(entry))
                .mapToLong(entry -> -entry.credits())
                .sum();
    }

    /** Whether it is known that the credits had to be held from the beginning to the charge. */
    private boolean isCertain(Hold hold) {
        return hold.isSettledInTime() || (hold.isSettled() && completeInLife.contains(hold.id()));
    }

    private boolean isCertain(Ledger.Entry entry) {
        return hold(entry).anyMatch(this::isCertain);
    }

    private Stream<Hold> hold(Ledger.Entry entry) {
        return ledger.holds().stream().filter(hold -> entry.isOf(hold.id()));
    }
}
