package dev.chatcredits.gateway.completion;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * Where what goes on without its caller waits, and begins. On the context of a request it would wait for a timer of the HTTP server's,
 * and those end with the server, which a gateway that stops closes first.
 */
@Singleton
class Background {

    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "completion-timer"));

    Background() {
        timer.setRemoveOnCancelPolicy(true);
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    @PreDestroy
    void stop() {
        timer.shutdownNow();
    }
}
