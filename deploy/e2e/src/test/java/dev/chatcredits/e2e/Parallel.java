package dev.chatcredits.e2e;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/** The same at the same time, each in a thread of its own. */
final class Parallel {

    private static final ExecutorService THREADS = Executors.newVirtualThreadPerTaskExecutor();

    private Parallel() {}

    static <T> List<T> times(int count, Callable<T> work) {
        return start(count, work).stream().map(Parallel::join).toList();
    }

    static <T> List<Future<T>> start(int count, Callable<T> work) {
        return IntStream.range(0, count).mapToObj(i -> THREADS.submit(work)).toList();
    }

    static <T> T join(Future<T> future) {
        try {
            return future.get(2, TimeUnit.MINUTES);
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
