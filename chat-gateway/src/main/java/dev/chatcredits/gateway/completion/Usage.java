package dev.chatcredits.gateway.completion;

/**
 * How many of the provider's tokens a generation took; for information, credits don't depend on it.
 *
 * @param source who counted
 */
public record Usage(long promptTokens, long completionTokens, Source source) {

    /** Who counted the tokens. */
    public enum Source {
        /** The provider told. */
        PROVIDER,
        /** It didn't; these are a quarter of the characters. */
        ESTIMATED
    }

    private static final int CHARACTERS_PER_TOKEN = 4;

    public static Usage estimated(long promptCharacters, long answerCharacters) {
        return new Usage(tokens(promptCharacters), tokens(answerCharacters), Source.ESTIMATED);
    }

    private static long tokens(long characters) {
        return Math.ceilDiv(characters, CHARACTERS_PER_TOKEN);
    }
}
