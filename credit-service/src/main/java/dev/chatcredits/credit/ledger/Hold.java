package dev.chatcredits.credit.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Credits set aside for a generation, and afterwards the record that the generation was charged, or not.
 *
 * @param id the generation
 * @param modelId null for a tombstone: a release that came before its hold
 * @param credits what is held, or was charged; 0 for a tombstone
 * @param status HELD, then one of the others
 * @param requestHash tells the same request from another under the same id; null when the id was first seen without a hold
 * @param attempt tells the gateway's repeated call from a second one
 * @param draws which grants it was drawn from; it ends in them, however late
 * @param createdAt when it was made, or when the event without a hold came
 * @param expiresAt when its life ends, by the clock: an account's time that is far ahead of it must not keep credits from their user
 * @param endedAt when it was settled, released or expired
 */
public record Hold(
        GenerationId id,
        @Nullable String modelId,
        long credits,
        Status status,
        @Nullable String requestHash,
        @Nullable String attempt,
        List<Draw> draws,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant endedAt) {

    /** A success that arrives after RELEASED or EXPIRED still makes it SETTLED; SETTLED is final. */
    public enum Status {
        HELD,
        SETTLED,
        RELEASED,
        EXPIRED
    }

    /**
     * Credits out of one grant.
     *
     * @param grantNo the grant
     * @param credits more than 0
     */
    public record Draw(long grantNo, long credits) {}

    public Hold {
        draws = List.copyOf(draws);
        if (status == Status.HELD && draws.stream().mapToLong(Draw::credits).sum() != credits) {
            throw new IllegalArgumentException("a hold is drawn from grants to the last credit");
        }
    }

    /** A generation that ended before a hold for it was seen. */
    static Hold tombstone(GenerationId id, Instant now) {
        return new Hold(id, null, 0, Status.RELEASED, null, null, List.of(), now, now, now);
    }

    Hold ending(Status end, Instant now) {
        return new Hold(id, modelId, credits, end, requestHash, attempt, draws, createdAt, expiresAt, now);
    }

    /** A success of a generation that was never held; when it was heard of first stays as it was. */
    Hold settlingWithoutHold(String model, long price, Instant now) {
        return new Hold(id, model, price, Status.SETTLED, requestHash, attempt, draws, createdAt, expiresAt, now);
    }

    boolean isHeld() {
        return status == Status.HELD;
    }

    boolean isTombstone() {
        return modelId == null;
    }

    /** What a known part of the request is, it must be again; what was never known can't differ. */
    boolean isForAnotherRequest(String otherModel, String otherHash) {
        return (modelId != null && !modelId.equals(otherModel))
                || (requestHash != null && !requestHash.equals(otherHash));
    }

    boolean isAttempt(String other) {
        return Objects.equals(attempt, other);
    }

    /** What the generation cost in the end. */
    public long charged() {
        return status == Status.SETTLED ? credits : 0;
    }
}
