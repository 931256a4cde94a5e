package dev.chatcredits.credit.account;

import dev.chatcredits.credit.catalog.Catalog;
import dev.chatcredits.credit.ledger.Proof;
import dev.chatcredits.credit.problem.Problems;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A user's subscription, as a signed source proves it.
 *
 * @param planId null without a plan
 * @param features what else the source names; ids of plans count there too
 * @param asOf when it was so: a token's {@code iat}, the time of a billing event
 * @param kind TOKEN when left out
 */
@Schema(requiredProperties = "asOf")
record SubscriptionBody(
        @Schema(minLength = 1, maxLength = 200, pattern = Requests.TEXT) @Nullable String planId,

        @Schema(maxItems = SubscriptionBody.MOST_FEATURES) @Nullable List<@Nullable String> features,

        @Nullable Instant asOf,
        Proof.@Nullable Kind kind) {

    private static final int MOST_FEATURES = 100;

    Proof.Kind kindOrToken() {
        return kind == null ? Proof.Kind.TOKEN : kind;
    }

    Proof proof(Catalog catalog, String path) {
        List<String> slugs = new ArrayList<>();
        if (planId != null) {
            slugs.add(Requests.text(path + "planId", planId, 200));
        }
        List<@Nullable String> named = features == null ? List.of() : features;
        if (named.size() > MOST_FEATURES) {
            throw Problems.invalid(path + "features", "no more than " + MOST_FEATURES + " features are taken");
        }
        for (String feature : named) {
            slugs.add(Requests.text(path + "features", feature, 200));
        }
        Instant proven = Requests.required(path + "asOf", asOf).truncatedTo(ChronoUnit.MICROS);
        if (proven.isBefore(Instant.EPOCH)) {
            throw Problems.invalid(path + "asOf", path + "asOf must not be before 1970");
        }
        return new Proof(catalog.allocation(slugs).orElse(null), kindOrToken(), proven);
    }
}
