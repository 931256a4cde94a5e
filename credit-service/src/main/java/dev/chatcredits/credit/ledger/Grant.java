package dev.chatcredits.credit.ledger;

import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An amount of credits for a period, and what became of it: granted = free + used + held + lapsed.
 *
 * @param no counts the grants of one user
 * @param source where it comes from
 * @param allocation what a PLAN grant was made from, which with the period is its identity; null for other sources, and for the
 *     PLAN grant of 0 credits that takes up the debt of somebody without a plan
 * @param period when it can be used
 * @param granted credits, adjustments included
 * @param used credits that were charged
 * @param held credits that are set aside for generations under way
 * @param lapsed credits that can't be used any more: the grant ended or was set aside
 * @param debt what was charged beyond the grant; PLAN grants only
 * @param state whether it counts
 */
public record Grant(
        long no,
        Source source,
        @Nullable Allocation allocation,
        Period period,
        long granted,
        long used,
        long held,
        long lapsed,
        long debt,
        State state) {

    /** Where a grant comes from, in burn order. */
    public enum Source {
        PLAN,
        ADJUSTMENT
    }

    /** Only ACTIVE grants count in the balance. SET_ASIDE: another plan took its place, until the user comes back to this one. */
    public enum State {
        ACTIVE,
        SET_ASIDE,
        ENDED
    }

    /** PLAN before everything else, then the one that ends first, then the oldest. */
    static final Comparator<Grant> BURN_ORDER = Comparator.comparing(Grant::source)
            .thenComparing(g -> g.period().end())
            .thenComparingLong(Grant::no);

    public Grant {
        if (used < 0 || held < 0 || lapsed < 0 || debt < 0 || used + held + lapsed > granted) {
            throw new IllegalArgumentException("a grant can't give more than it has: granted " + granted + ", used "
                    + used + ", held " + held + ", lapsed " + lapsed + ", debt " + debt);
        }
        if (state == State.ACTIVE ? lapsed != 0 : used + held + lapsed != granted) {
            throw new IllegalArgumentException("credits lapse when, and only when, their grant stops counting");
        }
        if (debt > 0 && (source != Source.PLAN || state == State.ENDED || used + held != granted)) {
            throw new IllegalArgumentException("debt belongs to a PLAN grant that has nothing left, and ends with it");
        }
    }

    static Grant of(long no, Source source, @Nullable Allocation allocation, Period period, State state) {
        return new Grant(no, source, allocation, period, 0, 0, 0, 0, 0, state);
    }

    boolean isActive() {
        return state == State.ACTIVE;
    }

    boolean isPlan() {
        return source == Source.PLAN;
    }

    boolean isActivePlan() {
        return isActive() && isPlan();
    }

    boolean isFor(Period other, @Nullable Allocation otherAllocation) {
        return isPlan() && period.equals(other) && Objects.equals(allocation, otherAllocation);
    }

    long free() {
        return granted - used - held - lapsed;
    }

    /** What it adds to the balance, less what is owed to it: negative with a debt, nothing when it doesn't count any more. */
    public long remaining() {
        return isActive() ? free() - debt : 0;
    }

    Grant granting(long credits) {
        return new Grant(no, source, allocation, period, granted + credits, used, held, lapsed, debt, state);
    }

    Grant holding(long credits) {
        return new Grant(no, source, allocation, period, granted, used, held + credits, lapsed, debt, state);
    }

    Grant using(long credits) {
        return new Grant(no, source, allocation, period, granted, used + credits, held, lapsed, debt, state);
    }

    /** Charges what is held. */
    Grant settling(long credits) {
        return new Grant(no, source, allocation, period, granted, used + credits, held - credits, lapsed, debt, state);
    }

    /** Ends a hold in a grant that doesn't count any more: what is freed lapses. */
    Grant lapsingHeld(long credits) {
        return new Grant(no, source, allocation, period, granted, used, held - credits, lapsed + credits, debt, state);
    }

    /** Charges what had lapsed, for a success that is heard of only now. */
    Grant usingLapsed(long credits) {
        return new Grant(no, source, allocation, period, granted, used + credits, held, lapsed - credits, debt, state);
    }

    Grant owing(long credits) {
        return new Grant(no, source, allocation, period, granted, used, held, lapsed, debt + credits, state);
    }

    Grant stopping(State stopped) {
        return new Grant(no, source, allocation, period, granted, used, held, lapsed + free(), debt, stopped);
    }

    Grant takenUp() {
        return new Grant(no, source, allocation, period, granted, used, held, 0, debt, State.ACTIVE);
    }
}
