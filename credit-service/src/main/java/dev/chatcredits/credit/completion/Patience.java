package dev.chatcredits.credit.completion;

import dev.chatcredits.credit.account.Failures;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Tries on until it works. An outage is waited for; whatever can't be one is waited for too, for no event may be lost, but it won't
 * pass by itself: an ERROR in the log at each try, and the gauge {@code credits_events_stuck} is 1.
 */
@ApplicationScoped
class Patience {

    private final AtomicInteger stuck;

    Patience(MeterRegistry registry) {
        this.stuck = registry.gauge("credits.events.stuck", new AtomicInteger());
    }

    /** Tries until it succeeds. */
    <T> Uni<T> with(Supplier<Uni<? extends T>> attempt) {
        return with(attempt, failure -> false);
    }

    /** Tries until it succeeds or fails in a way that no other try can change. */
    <T> Uni<T> with(Supplier<Uni<? extends T>> attempt, Predicate<Throwable> isFinal) {
        return Uni.createFrom()
                .<T>deferred(attempt)
                .onFailure(isFinal.negate())
                .invoke(this::tell)
                .onFailure(isFinal.negate())
                .retry()
                .withBackOff(Duration.ofMillis(200), Duration.ofSeconds(2))
                .indefinitely()
                .invoke(() -> stuck.set(0));
    }

    private void tell(Throwable failure) {
        if (Failures.isOutage(failure) || failure instanceof RetriableException) {
            Log.warnf("events wait: %s", failure.toString());
            return;
        }
        stuck.set(1);
        Log.errorf(failure, "events wait, and this won't pass by itself");
    }
}
