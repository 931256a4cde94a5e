package dev.chatcredits.gateway.credit;

import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How a balance comes about, all as of one moment. Over the ACTIVE grants, total, used, held and debt of the balance are sums of theirs, and
 * its remaining is the sum of theirs, or 0 when that is negative.
 *
 * @param grants those that are ACTIVE, in the order in which they are used, then ended ones that holds are still open on
 * @param holds the open holds, oldest first, up to 200
 * @param heldByOthers credits held by further open holds; 0 but for very many
 */
public record Explanation(
        @Schema(implementation = Balance.Members.class) Balance balance,
        List<Grant> grants,
        List<OpenHold> holds,
        long heldByOthers) {

    /**
     * An amount of credits for a period: granted = used + held + lapsed + what is left.
     *
     * @param source PLAN, or whatever else gives credits
     * @param planId null when it isn't of a plan
     * @param lapsed what could not be used any more when it ended; 0 while it is ACTIVE
     * @param remaining what it adds to the balance: negative when more is owed than is left, 0 unless it is ACTIVE
     */
    @Schema(name = "Grant")
    public record Grant(
            String source,

            @Schema(enumeration = {"ACTIVE", "SET_ASIDE", "ENDED"})
            String state,

            @Nullable String planId,
            @Nullable String planName,
            Instant start,
            Instant end,
            long granted,
            long used,
            long held,
            long lapsed,
            long debt,
            long remaining) {}

    /**
     * Credits set aside for a generation under way.
     *
     * @param heldElsewhere how many of them were drawn from grants that aren't ACTIVE any more
     * @param expiresAt when the hold ends by itself, if nothing is heard of the generation
     */
    @Schema(name = "OpenHold")
    public record OpenHold(
            String generationId,
            @Nullable String model,
            long credits,
            long heldElsewhere,
            Instant heldAt,
            Instant expiresAt) {}
}
