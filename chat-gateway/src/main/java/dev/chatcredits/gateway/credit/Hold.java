package dev.chatcredits.gateway.credit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Credits set aside for a generation, or what became of them.
 *
 * @param modelId null when a release came before its hold
 * @param credits what the generation costs; fixed at the hold
 * @param expiresAt when the hold ends by itself; null where it never lived
 */
public record Hold(
        String generationId,
        String userId,
        @Nullable String modelId,
        long credits,
        Status status,
        @Nullable Instant expiresAt,
        @Nullable Balance balance) {

    /** {@code HELD → SETTLED | RELEASED | EXPIRED}. */
    public enum Status {
        HELD,
        SETTLED,
        RELEASED,
        EXPIRED
    }
}
