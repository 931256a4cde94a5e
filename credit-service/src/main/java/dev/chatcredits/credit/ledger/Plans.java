package dev.chatcredits.credit.ledger;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Renewal, and what a change of the subscription does to the grants. */
final class Plans {

    private Plans() {}

    /** The period of the PLAN grant in use: a plan change, or another anchor in the configuration, doesn't cut it short. */
    static Period currentPeriod(List<Grant> grants, Anchor anchor, Instant now) {
        return grants.stream()
                .filter(Grant::isActivePlan)
                .map(Grant::period)
                .findFirst()
                .orElseGet(() -> anchor.periodAt(now));
    }

    static void renew(Turn turn) {
        turn.overdue().forEach(grant -> end(turn, grant));
        Allocation allocation = turn.subscription().allocation();
        if (allocation != null && turn.active().stream().noneMatch(Grant::isPlan)) {
            enter(turn, allocation);
        }
    }

    private static void end(Turn turn, Grant grant) {
        Instant end = grant.period().end();
        turn.book(
                grant.owing(-grant.debt()),
                Entry.Kind.DEBT,
                grant.debt(),
                Cause.because("debt ends with its period", end));
        if (grant.isActive()) {
            turn.book(
                    turn.grant(grant.no()).stopping(Grant.State.ENDED),
                    Entry.Kind.LAPSE,
                    -grant.free(),
                    Cause.because("end of period", end));
        }
    }

    static Outcome subscribe(Turn turn, Proof proof) {
        if (isFromTheFuture(turn, proof)) {
            return new Outcome.Refused(Refusal.PROOF_FROM_THE_FUTURE, null);
        }
        Subscription known = turn.subscription();
        take(turn, proof);
        return turn.subscription().equals(known) ? new Outcome.Replayed(null) : new Outcome.Applied(null);
    }

    static boolean isFromTheFuture(Turn turn, Proof proof) {
        return proof.asOf().isAfter(turn.now().plus(Subscription.TOLERATED_SKEW));
    }

    /** Takes the proof if it is newer; the same plan and credits again change nothing but the date of the proof. */
    static void take(Turn turn, Proof proof) {
        Subscription known = turn.subscription();
        Subscription proven = known.with(proof);
        turn.subscription(proven);
        if (!proven.givesSameAs(known)) {
            change(turn, proven.allocation());
        }
    }

    private static void change(Turn turn, @Nullable Allocation allocation) {
        Period period = turn.currentPeriod();
        turn.active().stream()
                .filter(Grant::isPlan)
                .forEach(old -> turn.book(
                        old.stopping(Grant.State.SET_ASIDE),
                        Entry.Kind.LAPSE,
                        -old.free(),
                        Cause.because("plan change", turn.now())));
        if (allocation != null) {
            enter(turn, allocation, period);
            return;
        }
        Grant owing = find(turn, period, null);
        if (owing != null) {
            turn.put(owing.takenUp());
        }
    }

    private static void enter(Turn turn, Allocation allocation) {
        enter(turn, allocation, turn.currentPeriod());
    }

    /** Makes the PLAN grant of a period, or takes it up again with what was used of it: coming back gives nothing twice. */
    private static void enter(Turn turn, Allocation allocation, Period period) {
        Cause cause = Cause.because(allocation.planId(), turn.now());
        Grant known = find(turn, period, allocation);
        if (known != null) {
            turn.book(known.takenUp(), Entry.Kind.GRANT, known.lapsed(), cause);
            return;
        }
        Grant opened = turn.open(Grant.Source.PLAN, allocation, period, Grant.State.ACTIVE);
        turn.book(opened.granting(allocation.credits()), Entry.Kind.GRANT, allocation.credits(), cause);
    }

    /** The PLAN grant that a charge at an instant belongs to; a period without one gets one of 0 credits, for the debt. */
    static Grant grantAt(Turn turn, Instant at) {
        Period current = turn.currentPeriod();
        if (!at.isBefore(current.start())) {
            return turn.active().stream()
                    .filter(Grant::isPlan)
                    .findFirst()
                    .orElseGet(() -> withoutPlan(turn, current, Grant.State.ACTIVE));
        }
        return turn.grants().stream()
                .filter(g -> g.isPlan()
                        && g.state() == Grant.State.ENDED
                        && g.period().contains(at))
                .reduce((earlier, later) -> later)
                .orElseGet(() -> withoutPlan(turn, turn.periodAt(at), Grant.State.ENDED));
    }

    private static Grant withoutPlan(Turn turn, Period period, Grant.State state) {
        Grant known = find(turn, period, null);
        return known == null ? turn.open(Grant.Source.PLAN, null, period, state) : known;
    }

    private static @Nullable Grant find(Turn turn, Period period, @Nullable Allocation allocation) {
        return turn.grants().stream()
                .filter(g -> g.isFor(period, allocation))
                .findFirst()
                .orElse(null);
    }

    static Outcome liftBilling(Turn turn) {
        Subscription known = turn.subscription();
        turn.subscription(known.withoutBilling(turn.now()));
        return known.billed() ? new Outcome.Applied(null) : new Outcome.Replayed(null);
    }
}
