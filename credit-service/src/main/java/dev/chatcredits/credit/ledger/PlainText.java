package dev.chatcredits.credit.ledger;

/**
 * Text that comes back from a database as it went in. Half of a surrogate pair has no place in UTF-8: it would be stored as a question
 * mark, and be another id from then on.
 */
public final class PlainText {

    private PlainText() {}

    /** Whether there are neither control characters nor halves of surrogate pairs in it. */
    public static boolean is(String value) {
        return value.codePoints()
                .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }
}
