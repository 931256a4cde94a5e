package dev.chatcredits.credit.ledger;

/** What an admin can change. */
final class Adjustments {

    private Adjustments() {}

    static Outcome adjust(Turn turn, Adjustment adjustment) {
        Adjustment known = turn.adjustment(adjustment.key());
        if (known != null) {
            return known.isSameAs(adjustment)
                    ? new Outcome.Replayed(null)
                    : new Outcome.Refused(Refusal.IDEMPOTENCY_KEY_REUSED, null);
        }
        if (adjustment.credits() < -turn.remaining()) {
            return new Outcome.Refused(Refusal.BELOW_USED_AND_HELD, null);
        }
        Cause cause = Cause.admin(adjustment, turn.now());
        switch (adjustment.kind()) {
            case RESET -> turn.active().forEach(g -> reset(turn, g, cause));
            case CREDITS -> {
                if (adjustment.credits() > 0) {
                    add(turn, adjustment.credits(), cause);
                } else {
                    remove(turn, -adjustment.credits(), cause);
                }
            }
        }
        turn.put(adjustment);
        return new Outcome.Applied(null);
    }

    private static void reset(Turn turn, Grant grant, Cause cause) {
        turn.book(grant.owing(-grant.debt()), Entry.Kind.DEBT, grant.debt(), cause);
        turn.book(turn.grant(grant.no()).using(-grant.used()), Entry.Kind.CHARGE, grant.used(), cause);
    }

    /** Into a grant of its own, so that a plan change doesn't take away what an admin gave. */
    private static void add(Turn turn, long credits, Cause cause) {
        Period period = turn.currentPeriod();
        Grant grant = turn.active().stream()
                .filter(g -> g.source() == Grant.Source.ADJUSTMENT)
                .findFirst()
                .orElseGet(() -> turn.open(Grant.Source.ADJUSTMENT, null, period, Grant.State.ACTIVE));
        turn.book(grant.granting(credits), Entry.Kind.ADJUST, credits, cause);
    }

    private static void remove(Turn turn, long credits, Cause cause) {
        long rest = credits;
        for (Grant grant : turn.active()) {
            long part = Math.min(rest, grant.free());
            turn.book(grant.granting(-part), Entry.Kind.ADJUST, -part, cause);
            rest -= part;
        }
    }
}
