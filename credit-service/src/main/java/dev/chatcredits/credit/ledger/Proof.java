package dev.chatcredits.credit.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a signed source says about a user's subscription.
 *
 * @param allocation what it gives; null when there is none
 * @param kind who says so
 * @param asOf when it was so: a token's {@code iat}, the time of a billing event
 */
public record Proof(@Nullable Allocation allocation, Kind kind, Instant asOf) {

    /** BILLING outranks TOKEN: once billing has spoken, claims of tokens no longer change the plan. */
    public enum Kind {
        TOKEN,
        BILLING
    }
}
