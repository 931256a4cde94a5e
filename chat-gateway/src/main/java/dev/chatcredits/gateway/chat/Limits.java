package dev.chatcredits.gateway.chat;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What bounds a generation, in time and in number. */
@ConfigMapping(prefix = "gateway.limits")
public interface Limits {

    /** From the call of the provider on; who waits longer has gone. */
    @WithDefault("30s")
    Duration firstToken();

    /** Between two tokens; a model that thinks without a word for longer than this is rare, one that hangs isn't. */
    @WithDefault("30s")
    Duration idle();

    /** Of the whole answer. With the time to settle it must fit into the hold's life. */
    @WithDefault("10m")
    Duration total();

    /** How long the credit service keeps a hold; equal to its {@code credits.ledger.hold-life}. */
    @WithDefault("15m")
    Duration holdLife();

    /** Tries of the same provider after the first, when it can't be reached or is overloaded; then the next in the route. */
    @WithDefault("1")
    int providerRetries();

    /** What a reader may leave untaken: some 5,000 tokens with their wrapping. More means that nobody reads. */
    @WithDefault("1M")
    MemorySize unread();

    /** A person with several tabs and a few agents; a script that wants more has to wait its turn. */
    @WithDefault("50")
    int perUser();

    /** Each takes some tens of kilobytes and its request, of a few MB at the most; beyond this the gateway sheds instead of slowing down for all. */
    @WithDefault("5000")
    int overall();

    /**
     * Whether a call of a provider has taken too long.
     *
     * @param streamed whether tokens are seen as they come; of an answer in one piece none is seen before all are there
     * @param begun whether a token was seen
     * @param quietNanos since the last token, or the hold
     * @param totalNanos since the beginning
     */
    default boolean exceeded(boolean streamed, boolean begun, long quietNanos, long totalNanos) {
        var quiet = begun ? idle() : firstToken();
        return totalNanos > total().toNanos() || (streamed && quietNanos > quiet.toNanos());
    }
}
