package dev.chatcredits.gateway.start;

/** The waiting for a part that isn't there yet: how long until the next look, and whether it is worth a line in the log. */
public final class Waiting {

    private static final long FIRST_MILLIS = 500;

    /** A gateway gets ready this much later than the part at most. */
    private static final long LONGEST_MILLIS = 5_000;

    /** Once at the beginning, and then so rarely that the log stays readable. */
    private static final long SAY_EVERY_MILLIS = 60_000;

    private long next = FIRST_MILLIS;
    private long sinceSaid = SAY_EVERY_MILLIS;

    /** To be asked once for each look in vain. */
    public boolean isToBeSaid() {
        if (sinceSaid < SAY_EVERY_MILLIS) {
            return false;
        }
        sinceSaid = 0;
        return true;
    }

    /** The pause before the next look. */
    public long pauseMillis() {
        var pause = next;
        next = Math.min(2 * pause, LONGEST_MILLIS);
        sinceSaid += pause;
        return pause;
    }
}
