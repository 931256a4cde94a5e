package dev.chatcredits.gateway.identity;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Plan and features of a user as a signed source proves them.
 *
 * @param planId the first plan that the source names; others are among the features, where the credit service looks as well
 * @param asOf the instant of the proof
 */
public record Subscription(@Nullable String planId, List<String> features, Instant asOf, Kind kind) {

    /** Who says so. */
    public enum Kind {
        /** Claims of an access token. */
        TOKEN,
        /** A webhook, the checkout or an admin; from then on tokens don't change the plan. */
        BILLING
    }

    public Subscription {
        features = List.copyOf(features);
    }

    /** A plan that the checkout sold. */
    public static Subscription bought(String planId, Instant at) {
        return new Subscription(planId, List.of(), at, Kind.BILLING);
    }
}
