package dev.chatcredits.credit.admin;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Work that is done one at a time, however many want it. All who come while it is done share the next: what they want to know may have
 * happened after this one's beginning. It goes on when they have left.
 *
 * @param <T> what comes out of it
 */
final class OneByOne<T> {

    private final Supplier<Future<T>> work;
    private Future<T> current = Future.failedFuture("none yet");
    private @Nullable Future<T> next;

    OneByOne(Supplier<Future<T>> work) {
        this.work = work;
    }

    /** What comes out of the next one that begins. Fails as it does. */
    synchronized Future<T> next() {
        if (next != null) {
            return next;
        }
        if (current.isComplete()) {
            return begin();
        }
        Promise<T> waiting = Promise.promise();
        next = waiting.future();
        current.onComplete(done -> begin().onComplete(waiting));
        return waiting.future();
    }

    private synchronized Future<T> begin() {
        next = null;
        current = work.get();
        return current;
    }
}
