package dev.chatcredits.gateway.identity;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** A request to the identity provider whose outcome many want: one is made at a time, and it has an end, also in the middle of an answer. */
public final class SharedRequest {

    private final Duration kept;
    private final AtomicBoolean underWay = new AtomicBoolean();
    private volatile long ended;

    private SharedRequest(Duration kept) {
        this.kept = kept;
        this.ended = System.nanoTime() - kept.toNanos();
    }

    /**
     * Asks when somebody wants to know and nobody is asking.
     *
     * @param patience after which a request has failed
     * @param kept for how long an outcome serves those who come later. It counts from the end: one that takes longer would be begun over and
     *     over, and those who wait for it would never see its end
     */
    public static <T> Uni<T> of(Supplier<Uni<? extends T>> request, Duration patience, Duration kept) {
        var shared = new SharedRequest(kept);
        return Uni.createFrom()
                .<T>deferred(request)
                .ifNoItem()
                .after(patience)
                .fail()
                .onItemOrFailure()
                .invoke((item, failure) -> shared.end())
                .memoize()
                .until(shared::begins);
    }

    private boolean begins() {
        return System.nanoTime() - ended >= kept.toNanos() && underWay.compareAndSet(false, true);
    }

    private void end() {
        ended = System.nanoTime();
        underWay.set(false);
    }
}
