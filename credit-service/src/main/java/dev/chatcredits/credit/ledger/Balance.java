package dev.chatcredits.credit.ledger;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a user has, all in credits: sums over the grants that are active.
 *
 * @param planId null without a subscription
 * @param heldElsewhere held in grants that ended or were set aside
 * @param period the current one
 * @param version grows with each change; an older one never overwrites a newer one
 */
public record Balance(
        UserId user,
        @Nullable String planId,
        long total,
        long used,
        long held,
        long heldElsewhere,
        long debt,
        Period period,
        long version,
        Instant updatedAt) {

    /** At this many credits or fewer people are warned. */
    public static final long LOW = 5;

    static Balance of(Account account, Period period) {
        List<Grant> grants = account.grants();
        List<Grant> active = grants.stream().filter(Grant::isActive).toList();
        Allocation allocation = account.subscription().allocation();
        return new Balance(
                account.user(),
                allocation == null ? null : allocation.planId(),
                active.stream().mapToLong(Grant::granted).sum(),
                active.stream().mapToLong(Grant::used).sum(),
                active.stream().mapToLong(Grant::held).sum(),
                grants.stream()
                        .filter(g -> !g.isActive())
                        .mapToLong(Grant::held)
                        .sum(),
                active.stream().mapToLong(Grant::debt).sum(),
                period,
                account.version(),
                account.updatedAt());
    }

    public long remaining() {
        return Math.max(0, total - used - held - debt);
    }

    public boolean hasSubscription() {
        return planId != null;
    }

    public boolean low() {
        return remaining() <= LOW;
    }
}
