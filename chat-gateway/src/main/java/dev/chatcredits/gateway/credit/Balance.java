package dev.chatcredits.gateway.credit;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a user has, in the credit service's own words, which are passed on as they are.
 *
 * @param body as in {@code GET /api/credits}
 */
public record Balance(@JsonValue ObjectNode body) {

    /** What is in it; nothing here reads all of it, this is its description for those who get it. */
    @Schema(
            name = "Balance",
            requiredProperties = {
                "userId",
                "planId",
                "planName",
                "hasSubscription",
                "total",
                "used",
                "held",
                "heldElsewhere",
                "debt",
                "remaining",
                "low",
                "periodStart",
                "periodEnd",
                "version",
                "updatedAt"
            })
    public record Members(
            String userId,
            @Schema(nullable = true) @Nullable String planId,
            @Schema(nullable = true) @Nullable String planName,
            boolean hasSubscription,
            long total,
            long used,
            long held,
            long heldElsewhere,
            long debt,
            long remaining,
            boolean low,
            @Schema(format = "date-time") String periodStart,
            @Schema(format = "date-time") String periodEnd,
            long version,
            @Schema(format = "date-time") String updatedAt) {}

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Balance {}

    public long remaining() {
        return body.path("remaining").asLong();
    }

    public long total() {
        return body.path("total").asLong();
    }

    /** Grows with each change; an older one never overwrites a newer one. */
    public long version() {
        return body.path("version").asLong();
    }

    public Optional<String> planId() {
        return Optional.ofNullable(body.path("planId").textValue());
    }
}
