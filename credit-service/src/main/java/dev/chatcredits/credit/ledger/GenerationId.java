package dev.chatcredits.credit.ledger;

import java.util.regex.Pattern;

/**
 * Names one answer of a model, and with it the hold, the Kafka event and the ledger record: one id is the whole idempotency story.
 *
 * @param value 1 to 128 characters of {@code A-Z a-z 0-9 . _ : -}
 */
public record GenerationId(String value) {

    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    public GenerationId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("a generation id has 1 to 128 characters of A-Z a-z 0-9 . _ : -");
        }
    }

    public static boolean isValid(String value) {
        return ALLOWED.matcher(value).matches();
    }
}
