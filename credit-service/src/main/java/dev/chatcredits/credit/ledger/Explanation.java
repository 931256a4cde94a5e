package dev.chatcredits.credit.ledger;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

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
        Set<Long> active =
                grants.stream().filter(Grant::isActive).map(Grant::no).collect(Collectors.toSet());
        return hold.draws().stream()
                .filter(d -> !active.contains(d.grantNo()))
                .mapToLong(Hold.Draw::credits)
                .sum();
    }
}
