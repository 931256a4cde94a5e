package dev.chatcredits.credit.balance;

import dev.chatcredits.credit.catalog.Catalog;
import dev.chatcredits.credit.ledger.Balance;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A balance as REST and Kafka tell it: credits are whole numbers, instants ISO-8601 in UTC. */
public record BalanceBody(
        String userId,
        @Nullable String planId,
        @Nullable String planName,
        boolean hasSubscription,
        long total,
        long used,
        long held,
        long heldElsewhere,
        long debt,
        long remaining,
        boolean low,
        Instant periodStart,
        Instant periodEnd,
        long version,
        Instant updatedAt) {

    /** A plan's name is of the catalog, not of the ledger. */
    public static BalanceBody of(Balance balance, Catalog catalog) {
        String planId = balance.planId();
        return new BalanceBody(
                balance.user().value(),
                planId,
                planId == null ? null : catalog.planName(planId),
                balance.hasSubscription(),
                balance.total(),
                balance.used(),
                balance.held(),
                balance.heldElsewhere(),
                balance.debt(),
                balance.remaining(),
                balance.low(),
                balance.period().start(),
                balance.period().end(),
                balance.version(),
                balance.updatedAt());
    }
}
