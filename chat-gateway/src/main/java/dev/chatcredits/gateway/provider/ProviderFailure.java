package dev.chatcredits.gateway.provider;

/** A call to a provider failed. The message is safe to show: it never holds keys, URLs, prompts or the provider's own text. */
public final class ProviderFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What went wrong, by what can be done about it. */
    public enum Kind {
        /** Not reachable, overloaded or 5xx/429: another try or another provider may work. */
        UNAVAILABLE,
        /** The provider refused the request itself (4xx): another try can't work. */
        REFUSED,
        /** The answer broke off or is not what the protocol allows: error inside a 200, garbage, no finish_reason, empty. */
        BROKEN,
        /** No first token, no token for too long, or an answer without end. */
        TIMEOUT
    }

    private final Kind kind;

    public ProviderFailure(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** An answer, whole by its form, that gives its reader nothing. */
    public static ProviderFailure emptyAnswer() {
        return new ProviderFailure(Kind.BROKEN, "The provider's answer was empty.");
    }

    public Kind kind() {
        return kind;
    }
}
