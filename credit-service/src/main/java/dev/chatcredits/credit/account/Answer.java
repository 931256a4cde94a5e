package dev.chatcredits.credit.account;

/** What became of a command that was applied together with others. */
public sealed interface Answer {

    /** It was decided and committed. */
    record Decided(Result result) implements Answer {}

    /**
     * PostgreSQL doesn't take a value of it, and never will; or we have a bug.
     *
     * @param reason the SQLSTATE and what it means, without the value
     * @param failure all of it, for the log
     */
    record Rejected(String reason, Throwable failure) implements Answer {}
}
