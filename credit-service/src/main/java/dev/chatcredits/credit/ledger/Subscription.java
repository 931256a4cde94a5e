package dev.chatcredits.credit.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a user's subscription, and from which proofs. Two tokens that are both valid and name different plans can't be
 * played against each other: within a kind only newer proof counts, and the first of equals stays.
 *
 * @param allocation what it gives per period; null when there is none
 * @param tokenAsOf the newest TOKEN proof that was taken
 * @param billingAsOf the newest BILLING proof that was taken
 * @param billed whether billing has spoken, so that tokens don't count
 */
public record Subscription(
        @Nullable Allocation allocation,
        @Nullable Instant tokenAsOf,
        @Nullable Instant billingAsOf,
        boolean billed) {

    static final Subscription UNKNOWN = new Subscription(null, null, null, false);

    /** Clocks of issuers may be ahead of ours by this much. */
    static final Duration TOLERATED_SKEW = Duration.ofSeconds(60);

    Subscription with(Proof proof) {
        return switch (proof.kind()) {
            case TOKEN ->
                billed || !isNewer(proof, tokenAsOf)
                        ? this
                        : new Subscription(proof.allocation(), proof.asOf(), billingAsOf, false);
            case BILLING ->
                isNewer(proof, billingAsOf)
                        ? new Subscription(proof.allocation(), tokenAsOf, proof.asOf(), true)
                        : this;
        };
    }

    /** Lets tokens count again; only proofs that are newer than this decision, and than those that were taken before it, do. */
    Subscription withoutBilling(Instant now) {
        return billed ? new Subscription(allocation, later(tokenAsOf, now), later(billingAsOf, now), false) : this;
    }

    private static Instant later(@Nullable Instant known, Instant now) {
        return known == null || known.isBefore(now) ? now : known;
    }

    boolean givesSameAs(Subscription other) {
        return Objects.equals(allocation, other.allocation);
    }

    private static boolean isNewer(Proof proof, @Nullable Instant known) {
        return known == null || proof.asOf().isAfter(known);
    }
}
