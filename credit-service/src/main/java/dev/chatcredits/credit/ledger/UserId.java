package dev.chatcredits.credit.ledger;

/**
 * Who the credits belong to: the {@code sub} of the user's token.
 *
 * @param value 1 to 255 characters of {@link PlainText}, not only dots
 */
public record UserId(String value) implements Comparable<UserId> {

    public UserId {
        if (!isValid(value)) {
            throw new IllegalArgumentException(
                    "a user id has 1 to 255 characters, no control characters, and isn't of dots alone");
        }
    }

    public static boolean isValid(String value) {
        return !value.isEmpty()
                && value.length() <= 255
                && PlainText.is(value)
                && value.chars().anyMatch(c -> c != '.');
    }

    @Override
    public int compareTo(UserId other) {
        return value.compareTo(other.value);
    }
}
