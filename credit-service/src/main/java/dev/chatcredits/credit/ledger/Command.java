package dev.chatcredits.credit.ledger;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What can be asked of an account. */
public sealed interface Command {

    UserId user();

    /** A command about one generation. */
    sealed interface OfGeneration extends Command {
        GenerationId generation();
    }

    /**
     * Sets credits aside before a model is called.
     *
     * @param credits the model's price, which is fixed by this
     * @param requestHash HMAC of the canonical request; the id stands for it when left out
     * @param attempt one per HTTP request of the gateway; the id stands for it when left out
     * @param life how long the hold lives when nobody ends it
     */
    record PlaceHold(
            UserId user,
            GenerationId generation,
            String modelId,
            long credits,
            Proof proof,
            @Nullable String requestHash,
            @Nullable String attempt,
            Duration life)
            implements OfGeneration {

        String hashOrId() {
            return requestHash == null ? generation.value() : requestHash;
        }

        String attemptOrId() {
            return attempt == null ? generation.value() : attempt;
        }
    }

    /**
     * The model answered: charge it.
     *
     * @param price charged when there is no hold; a hold's own credits otherwise. Null when the model has none and may not be had without
     * @param completedAt decides, without a hold, which period it is charged to
     */
    record Settle(
            UserId user,
            GenerationId generation,
            String modelId,
            @Nullable Long price,
            Instant completedAt) implements OfGeneration {}

    /**
     * The generation failed: nothing is charged. Before its hold, it keeps the hold from coming to life.
     *
     * @param attempt whose hold it is; a hold of another attempt lives on. Left out, it is for any
     */
    record Release(
            UserId user, GenerationId generation, @Nullable String attempt) implements OfGeneration {

        boolean isFor(Hold hold) {
            return attempt == null || hold.isAttempt(attempt);
        }
    }

    /** Ends a hold whose life ended before an instant up to which all events are known. */
    record Expire(UserId user, GenerationId generation, Instant endedBefore) implements OfGeneration {}

    /** A signed source says what the user's subscription is. */
    record Subscribe(UserId user, Proof proof) implements Command {}

    /** An admin changes the balance. */
    record Adjust(UserId user, Adjustment adjustment) implements Command {}

    /** An admin lets the claims of tokens count again. */
    record LiftBilling(UserId user) implements Command {}
}
