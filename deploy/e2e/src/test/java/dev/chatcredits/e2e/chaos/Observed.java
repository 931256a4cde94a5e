package dev.chatcredits.e2e.chaos;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a client saw of one request.
 *
 * @param user who asked
 * @param generationId null when none was told
 * @param charged as told; 0 unless COMPLETE
 * @param lastWordAt when the last word of a streamed answer came: from then on the client waited for the acknowledgement
 * @param detail for a person who looks into it
 */
record Observed(
        Ask ask,
        String user,
        @Nullable String generationId,
        Ending ending,
        int charged,
        Instant sentAt,
        @Nullable Instant lastWordAt,
        Instant endedAt,
        String detail) {

    enum Ending {
        /** With a receipt, [DONE], or the whole body. */
        COMPLETE,
        /** Said to be failed and not charged. */
        FAILED,
        /** Said to be complete, but not confirmed. */
        UNKNOWN,
        /** Too few credits. */
        REFUSED,
        /** The key was used before. */
        REPEATED,
        /** Neither begun nor charged: something was not there, or too much was going on. */
        TURNED_AWAY,
        /** No connection could be made: nothing was asked. */
        UNREACHED,
        /** The connection was lost. */
        CUT_OFF,
        /** The client hung up. */
        LEFT,
        /** What must not happen. */
        ODD
    }

    /** Whether the client doesn't know what became of its request, so that it asks again if a key makes that safe. */
    boolean isLost() {
        return is(Ending.UNREACHED) || is(Ending.CUT_OFF);
    }

    boolean is(Ending other) {
        return ending == other;
    }
}
