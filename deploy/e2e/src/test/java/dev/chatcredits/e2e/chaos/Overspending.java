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
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Finds, in the ledger's history, holds that were accepted beyond what remained. From its making on a hold takes its part of its grant
 * until it is released or expires, and for ever once it is settled; when it is made, all that is taken must fit into what was
 * granted. Debt of events that came without a hold, or late, is no overspend; debt of a generation that was held in time is one.
 */
final class Overspending {

    /** A part of a grant that was not to be had by others, for a time. */
    private record Taken(Instant from, Instant until, long credits) {

        boolean at(Instant instant) {
            return !instant.isBefore(from) && instant.isBefore(until);
        }
    }

    private final Ledger ledger;

    /** Released by one request and settled by another, perhaps: only what was charged in the end is known of them. */
    private final Set<Identity> uncertain;

    private Overspending(Ledger ledger, Set<Identity> uncertain) {
        this.ledger = ledger;
        this.uncertain = uncertain;
    }

    static List<Violation> in(Ledger ledger, Set<Identity> uncertain) {
        Overspending overspending = new Overspending(ledger, uncertain);
        return Stream.concat(
                        ledger.grants().stream().flatMap(overspending::beyondGrant), overspending.debtInSpiteOfHold())
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
        return uncertain.contains(hold.id())
                ? List.of()
                : List.of(new Taken(hold.createdAt(), hold.expiresAt(), credits));
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

    private Stream<Violation> debtInSpiteOfHold() {
        return ledger.entries().stream()
                .filter(entry -> entry.isDebt() && entry.takes() && isCertain(entry))
                .map(entry -> new Violation(Kind.OVERSPENT, "debt though there was a hold: " + entry));
    }

    /** Whether it is known that the credits were held from the beginning to the charge. */
    private boolean isCertain(Hold hold) {
        return hold.isSettledInTime() && !uncertain.contains(hold.id());
    }

    private boolean isCertain(Ledger.Entry entry) {
        return hold(entry).anyMatch(this::isCertain);
    }

    private Stream<Hold> hold(Ledger.Entry entry) {
        return entry.generation() == null
                ? Stream.empty()
                : ledger.holds().stream()
                        .filter(hold -> hold.id().equals(new Identity(entry.user(), entry.generation())));
    }
}
