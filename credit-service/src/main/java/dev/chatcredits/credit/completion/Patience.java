package dev.chatcredits.credit.completion;

import dev.chatcredits.credit.account.Failures;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Tries on until it works. An outage is waited for; whatever can't be one is waited for too, for no event may be lost, but it won't
 * pass by itself: an ERROR in the log at each try, and the gauge {@code credits_events_stuck} is 1. So it is
 * when an outage lasts for longer than it may.
 */
@Startup // Its metric is there before the first event.
@ApplicationScoped
class Patience {

    private final AtomicInteger stuck = new AtomicInteger();

    /** Of those that may not wait for ever: when they have waited for too long, by {@link System#nanoTime()}. */
    private final Map<Object, Long> limits = new ConcurrentHashMap<>();

    Patience(MeterRegistry registry) {
        registry.gauge("credits.events.stuck", this, patience -> patience.isOverdue() ? 1 : patience.stuck.get());
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

    /** The same; even an outage raises the alarm when it lasts for longer than the limit. */
    <T> Uni<T> within(Duration limit, Supplier<Uni<? extends T>> attempt, Predicate<Throwable> isFinal) {
        return Uni.createFrom().deferred(() -> {
            Object wait = new Object();
            limits.put(wait, System.nanoTime() + limit.toNanos());
            return this.<T>with(attempt, isFinal).onTermination().invoke(() -> limits.remove(wait));
        });
    }

    /** The clock tells, not a failure: Kafka's own tries take minutes before one comes here. */
    private boolean isOverdue() {
        long now = System.nanoTime();
        return limits.values().stream().anyMatch(end -> now - end > 0);
    }

    private void tell(Throwable failure) {
        boolean outage = Failures.isOutage(failure) || failure instanceof RetriableException;
        if (outage && !isOverdue()) {
            Log.warnf("events wait: %s", failure.toString());
            return;
        }
        stuck.set(1);
        Log.errorf(failure, "events wait, and this won't pass by itself");
    }
}
