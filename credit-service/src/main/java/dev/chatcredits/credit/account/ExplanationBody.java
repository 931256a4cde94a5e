package dev.chatcredits.credit.account;

import dev.chatcredits.credit.balance.BalanceBody;
import dev.chatcredits.credit.catalog.Catalog;
import dev.chatcredits.credit.ledger.Allocation;
import dev.chatcredits.credit.ledger.Explanation;
import dev.chatcredits.credit.ledger.Grant;
import dev.chatcredits.credit.ledger.Hold;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a balance comes about. Over the ACTIVE grants, total, used, held and debt of the balance are sums of theirs, and its remaining is the
 * sum of theirs, or 0 when that is negative.
 *
 * @param grants those that are ACTIVE, in the order in which they are used, then ended ones that holds are still open on
 * @param holds the open holds, oldest first, up to 200
 * @param heldByOthers credits held by further open holds; 0 but for very many
 */
record ExplanationBody(BalanceBody balance, List<GrantBody> grants, List<OpenHold> holds, long heldByOthers) {

    /**
     * A grant: granted = used + held + lapsed + what is left.
     *
     * @param planId null when it isn't of a plan
     * @param lapsed what could not be used any more when the grant ended; 0 while it is ACTIVE
     * @param remaining what it adds to the balance: negative when more is owed than is left, 0 unless it is ACTIVE
     */
    record GrantBody(
            Grant.Source source,
            Grant.State state,
            @Nullable String planId,
            @Nullable String planName,
            Instant start,
            Instant end,
            long granted,
            long used,
            long held,
            long lapsed,
            long debt,
            long remaining) {

        static GrantBody of(Grant grant, Catalog catalog) {
            Allocation allocation = grant.allocation();
            return new GrantBody(
                    grant.source(),
                    grant.state(),
                    allocation == null ? null : allocation.planId(),
                    allocation == null ? null : catalog.planName(allocation.planId()),
                    grant.period().start(),
                    grant.period().end(),
                    grant.granted(),
                    grant.used(),
                    grant.held(),
                    grant.lapsed(),
                    grant.debt(),
                    grant.remaining());
        }
    }

    /**
     * Credits set aside for a generation under way.
     *
     * @param heldElsewhere how many of them were drawn from grants that aren't ACTIVE any more
     * @param expiresAt when the hold ends by itself, if nothing is heard of the generation
     */
    record OpenHold(
            String generationId,
            @Nullable String model,
            long credits,
            long heldElsewhere,
            Instant heldAt,
            Instant expiresAt) {

        static OpenHold of(Hold hold, Explanation explanation) {
            return new OpenHold(
                    hold.id().value(),
                    hold.modelId(),
                    hold.credits(),
                    explanation.heldElsewhere(hold),
                    hold.createdAt(),
                    hold.expiresAt());
        }
    }

    static ExplanationBody of(Explanation explanation, Catalog catalog) {
        return new ExplanationBody(
                BalanceBody.of(explanation.balance(), catalog),
                explanation.grants().stream()
                        .map(grant -> GrantBody.of(grant, catalog))
                        .toList(),
                explanation.holds().stream()
                        .map(hold -> OpenHold.of(hold, explanation))
                        .toList(),
                explanation.heldByOthers());
    }
}
