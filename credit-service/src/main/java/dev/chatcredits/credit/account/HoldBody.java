package dev.chatcredits.credit.account;

import dev.chatcredits.credit.balance.BalanceBody;
import dev.chatcredits.credit.ledger.Hold;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A hold, or what became of it, with the balance at that moment. */
record HoldBody(
        String generationId,
        String userId,
        @Nullable String modelId,
        long credits,
        Hold.Status status,
        Instant expiresAt,
        BalanceBody balance) {

    static HoldBody of(Hold hold, BalanceBody balance) {
        return new HoldBody(
                hold.id().value(),
                balance.userId(),
                hold.modelId(),
                hold.credits(),
                hold.status(),
                hold.expiresAt(),
                balance);
    }
}
