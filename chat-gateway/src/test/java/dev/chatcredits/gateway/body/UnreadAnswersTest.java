package dev.chatcredits.gateway.body;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.gateway.testing.CreditPlatform;
import dev.chatcredits.testing.Pipeline;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.http.runtime.filters.Filters;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Answers that nobody takes don't gather in the memory, whoever asks for them. */
@QuarkusTest
@WithTestResource(CreditPlatform.class)
@SuppressWarnings("NullAway.Init") // Injected by Quarkus.
class UnreadAnswersTest {

    private static final String LONG_ANSWER = "/q/openapi";

    /** The connection itself takes some dozens. */
    private static final int REQUESTS = 400;

    @TestHTTPResource
    URI gateway;

    @Inject
    LetIn letIn;

    @Test
    void whoAsksOnAndDoesNotTakeThemIsCutOff() throws Exception {
        letIn.count.set(0);
        try (var pipeline = Pipeline.of(gateway.getPort(), LONG_ANSWER, REQUESTS, Duration.ofMillis(5))) {
            assertTrue(letIn.untilItStays() < REQUESTS, letIn.count + " were let in");
            assertTrue(pipeline.answers() < REQUESTS);
        }
    }

    @Test
    void whoAsksOnManyTimesBeforeTheFirstAnswerIsCutOff() {
        try (var pipeline = Pipeline.of(gateway.getPort(), "/q/health/live", REQUESTS)) {
            assertTrue(pipeline.answers() < REQUESTS);
        }
    }

    /** Requests for the long answer that got past all checks of their heads. */
    @Singleton
    static class LetIn {

        private final AtomicInteger count = new AtomicInteger();

        void register(@Observes Filters filters) {
            filters.register(
                    context -> {
                        if (LONG_ANSWER.equals(context.request().path())) {
                            count.incrementAndGet();
                        }
                        context.next();
                    },
                    1);
        }

        int untilItStays() throws InterruptedException {
            int before;
            do {
                before = count.get();
                Thread.sleep(1000);
            } while (before == 0 || count.get() > before);
            return before;
        }
    }
}
