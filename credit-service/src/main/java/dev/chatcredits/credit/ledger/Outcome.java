package dev.chatcredits.credit.ledger;

import org.jspecify.annotations.Nullable;

/** What became of a command. */
public sealed interface Outcome {

    /** The hold that the command was about, where there is one. */
    @Nullable Hold hold();

    /** It happened. */
    record Applied(@Nullable Hold hold) implements Outcome {}

    /** It had happened before, or nothing was to be done: the state as it is. */
    record Replayed(@Nullable Hold hold) implements Outcome {}

    /** It didn't happen. */
    record Refused(Refusal why, @Nullable Hold hold) implements Outcome {}
}
