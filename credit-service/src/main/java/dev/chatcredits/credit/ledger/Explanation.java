package dev.chatcredits.credit.ledger;

import java.util.Comparator;
import java.util.List;

/**
 * How a balance comes about: its sums are those of the grants that are active.
 *
 * @param grants those that are active, in burn order, then those that only have open holds, oldest first
 * @param holds the open holds that are at hand, oldest first
 * @param heldByOthers credits held by open holds that aren't at hand
 */
public record Explanation(Balance balance, List<Grant> grants, List<Hold> holds, long heldByOthers) {

    private static final Comparator<Grant> ACTIVE_FIRST =
            Comparator.comparing((Grant g) -> !g.isActive()).thenComparing(Grant.BURN_ORDER);

    public Explanation {
        grants = List.copyOf(grants);
        holds = List.copyOf(holds);
    }

    static Explanation of(Account account) {
        List<Grant> grants = account.grants().stream()
                .filter(g -> g.isActive() || g.held() > 0)
                .sorted(ACTIVE_FIRST)
                .toList();
        List<Hold> holds = account.holds().values().stream()
                .filter(Hold::isHeld)
                .sorted(Comparator.comparing(Hold::createdAt).thenComparing(h -> h.id().value()))
                .toList();
        long held = grants.stream().mapToLong(Grant::held).sum();
        long listed = holds.stream().mapToLong(Hold::credits).sum();
        return new Explanation(account.balance(), grants, holds, held - listed);
    }

    /** What of a hold was drawn from grants that ended or were set aside: it takes nothing from the balance. */
    public long heldElsewhere(Hold hold) {
        return hold.draws().stream()
                .filter(d -> grants.stream().noneMatch(g -> g.isActive() && g.no() == d.grantNo()))
                .mapToLong(Hold.Draw::credits)
                .sum();
    }
}
