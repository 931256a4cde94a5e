package dev.chatcredits.credit.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of the append-only ledger.
 *
 * @param no counts the entries of one user
 * @param kind what changed
 * @param credits signed: what the user has more, or less, by it
 * @param grantNo the grant that it changed
 * @param modelId the model, for a generation
 * @param generationId the generation, if one is the reason
 * @param occurredAt when it became so
 * @param remainingAfter what the user had left right after it
 * @param reason in the words of whoever did it
 * @param actor who did it, when it was a person
 */
public record Entry(
        long no,
        Kind kind,
        long credits,
        long grantNo,
        @Nullable String modelId,
        @Nullable GenerationId generationId,
        Instant occurredAt,
        long remainingAfter,
        @Nullable String reason,
        @Nullable String actor) {

    /** What an entry changes. */
    public enum Kind {
        /** Credits came (+), of a new grant or one that is taken up again. */
        GRANT,
        /** Unused credits went (−) because their grant ended or was set aside, or were found again for a late charge (+). */
        LAPSE,
        /** A generation was charged (−), debt was paid (−), or an admin gave back what was used (+). */
        CHARGE,
        /** Credits were charged beyond the grant (−), and paid or written off (+). */
        DEBT,
        /** An admin changed what was granted (±). */
        ADJUST
    }
}
