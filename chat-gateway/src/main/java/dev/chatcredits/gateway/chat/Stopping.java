package dev.chatcredits.gateway.chat;

import dev.chatcredits.gateway.completion.CompletionConfig;
import dev.chatcredits.gateway.credit.CreditConfig;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What a SIGTERM means for generations: for the delay new ones are still let in, then those under way have the timeout to end, and those
 * that don't are broken off while there is time to give their credits back. Delay and timeout together are all that it takes.
 */
@Singleton
class Stopping {

    private final Duration delay;
    private final Duration timeout;
    private final Duration timeToSettle;
    private volatile long began;
    private volatile boolean stopping;

    Stopping(
            @ConfigProperty(name = "quarkus.shutdown.delay") Duration delay,
            @ConfigProperty(name = "quarkus.shutdown.timeout") Duration timeout,
            CompletionConfig completion,
            CreditConfig credit) {
        this.delay = delay;
        this.timeout = timeout;
        var settling = LimitsCheck.timeToSettle(completion, credit);
        var half = timeout.dividedBy(2);
        this.timeToSettle = settling.compareTo(half) < 0 ? settling : half;
    }

    void signalled(@Observes ShutdownDelayInitiatedEvent stopped) {
        begin();
    }

    /** Counts from the first time that it is called. */
    void begin() {
        if (!stopping) {
            began = System.nanoTime();
            stopping = true;
        }
    }

    /** Load balancers need a moment to notice; what they still send until then is served. */
    boolean letsNobodyIn() {
        return stopping && passed().compareTo(delay) >= 0;
    }

    /** What still runs is to be broken off. */
    boolean isOver() {
        return stopping && timeLeft().compareTo(timeToSettle) <= 0;
    }

    /** Until the process is to end. */
    Duration timeLeft() {
        return delay.plus(timeout).minus(passed());
    }

    private Duration passed() {
        return stopping ? Duration.ofNanos(System.nanoTime() - began) : Duration.ZERO;
    }
}
