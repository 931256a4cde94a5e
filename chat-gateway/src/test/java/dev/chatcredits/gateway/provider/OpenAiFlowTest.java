package dev.chatcredits.gateway.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who sets the pace, and who ends it: demand, cancellation and the connections under them. */
class OpenAiFlowTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Vertx vertx = Vertx.vertx();
    private final ProviderServer server = ProviderServer.start();
    private final Provider provider = TestRoutes.openAi(vertx, server.baseUrl(), "max-connections=1");

    @AfterEach
    void stop() throws IOException {
        server.close();
        vertx.close();
    }

    @Test
    @Timeout(30)
    void aSlowReaderSlowsTheProviderDown() throws InterruptedException {
        var written = new AtomicLong();
        server.answer(call -> {
            call.streamHead();
            while (!call.isClosedByClient()) {
                call.chunk(Script.event(Script.token("x".repeat(10_000))));
                written.addAndGet(10_000);
            }
        });
        var stream = subscribe(0).request(3).awaitItems(3, LIMIT);
        long before;
        do {
            before = written.get();
            Thread.sleep(500);
        } while (written.get() > before);
        assertEquals(3, stream.getItems().size());
        assertTrue(before < 20_000_000, () -> "the provider could write " + written);
        stream.request(2_000).awaitItems(2_003, LIMIT);
        while (written.get() == before) {
            Thread.sleep(1);
        }
        stream.cancel();
    }

    @Test
    void aFinishedAnswerWaitsForItsReader() throws InterruptedException {
        server.answer(Script.pieces(Script.event(Script.token("a")) + Script.event(Script.token("b"))
                + Script.event(Script.finish("stop")) + "data: [DONE]\n\n"));
        var stream = subscribe(0);
        for (var i = 1; i <= 3; i++) {
            stream.request(1).awaitItems(i, LIMIT);
            Thread.sleep(50);
            assertEquals(i, stream.getItems().size());
        }
        stream.request(1).awaitCompletion(LIMIT);
    }

    @Test
    void cancellingClosesTheConnectionInTheMiddleOfAStream() throws InterruptedException {
        server.answer(Script.hangsAfter("a"));
        subscribe(Long.MAX_VALUE).awaitItems(1, LIMIT).cancel();
        assertTrue(server.lastCall().awaitClosedByClient());
    }

    @Test
    void cancellingClosesTheConnectionWhileNothingIsAskedFor() throws InterruptedException {
        server.answer(Script.endless(0));
        subscribe(1).awaitItems(1, LIMIT).cancel();
        assertTrue(server.lastCall().awaitClosedByClient());
    }

    @Test
    void cancellingClosesTheConnectionBeforeTheAnswer() throws InterruptedException {
        var called = new CountDownLatch(2);
        server.answer(call -> {
            called.countDown();
            call.awaitClosedByClient();
        });
        var stream = subscribe(1);
        while (called.getCount() == 2) {
            Thread.onSpinWait();
        }
        stream.cancel();
        assertTrue(server.lastCall().awaitClosedByClient());

        Cancellable whole =
                provider.complete(TestRoutes.request("Hi", false)).subscribe().with(answer -> {});
        assertTrue(called.await(10, TimeUnit.SECONDS));
        whole.cancel();
        assertTrue(server.lastCall().awaitClosedByClient());
    }

    @Test
    void cancellingAtAnyMomentLeavesTheConnectionsUsable() throws InterruptedException {
        server.answer(Script.says("a"));
        try (var log = LogRecorder.start()) {
            for (var i = 0; i < 300; i++) {
                var stream = subscribe(Long.MAX_VALUE);
                Thread.sleep(0, i * 10_000 % 999_999);
                stream.cancel();
            }
            assertEquals(4, answerWhenTheConnectionIsFree().size());
            assertFalse(log.text().contains("ERROR "), log.text());
        }
    }

    @Test
    void aCompletedAnswerKeepsItsConnection() throws InterruptedException {
        server.answer(Script.says("a"));
        subscribe(Long.MAX_VALUE).awaitCompletion(LIMIT).cancel();
        Thread.sleep(200);
        assertFalse(server.lastCall().isClosedByClient());
    }

    private List<ObjectNode> answerWhenTheConnectionIsFree() {
        return provider.stream(TestRoutes.request("Hi", true))
                .collect()
                .asList()
                .onFailure()
                .retry()
                .withBackOff(Duration.ofMillis(10))
                .expireIn(LIMIT.toMillis())
                .await()
                .atMost(LIMIT);
    }

    private AssertSubscriber<ObjectNode> subscribe(long demand) {
        return provider.stream(TestRoutes.request("Hi", true))
                .subscribe()
                .withSubscriber(AssertSubscriber.create(demand));
    }
}
