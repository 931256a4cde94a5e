package dev.chatcredits.credit.ledger;

/**
 * What an admin asked for, remembered under its idempotency key so that it happens once.
 *
 * @param key the caller's {@code Idempotency-Key}
 * @param kind what to do
 * @param credits signed; 0 for a reset
 * @param reason in the admin's words
 * @param actor who asked
 */
public record Adjustment(String key, Kind kind, long credits, String reason, String actor) {

    /** CREDITS changes what is granted; RESET gives back what was used and forgives debt. */
    public enum Kind {
        CREDITS,
        RESET
    }

    /** The same request again, whoever sends it. */
    boolean isSameAs(Adjustment other) {
        return kind == other.kind && credits == other.credits && reason.equals(other.reason);
    }
}
