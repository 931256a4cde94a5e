package dev.chatcredits.credit.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Why an entry is booked, and since when it is so. */
record Cause(
        Instant at,
        @Nullable String modelId,
        @Nullable GenerationId generation,
        @Nullable String reason,
        @Nullable String actor) {

    static Cause generation(Hold hold, Instant at) {
        return new Cause(at, hold.modelId(), hold.id(), null, null);
    }

    static Cause because(String reason, Instant at) {
        return new Cause(at, null, null, reason, null);
    }

    static Cause admin(Adjustment adjustment, Instant at) {
        return new Cause(at, null, null, adjustment.reason(), adjustment.actor());
    }
}
