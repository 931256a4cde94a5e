package dev.chatcredits.gateway.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.gateway.provider.ProviderCall;
import dev.chatcredits.gateway.provider.Script;
import dev.chatcredits.gateway.testing.Chat;
import dev.chatcredits.gateway.testing.Packaged;
import dev.chatcredits.gateway.testing.Way;
import dev.chatcredits.testing.ServiceProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** A rollout in the middle of everything: nobody is cut off, and nothing is left open that can be ended. ADR 12. */
@Tag("packaged")
@Tag("long")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GatewayStopTest {

    private static final Duration DELAY = Duration.ofSeconds(4);
    private static final Duration TIMEOUT = Duration.ofSeconds(14);

    /** For the producer's last seconds. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    /** After which a gateway that waits for nobody has ended. */
    private static final Duration ALONE = DELAY.plusSeconds(7);

    private static final String END_OF_CHUNKS = "\r\n0\r\n\r\n";

    private final Packaged parts = new Packaged(Map.of());
    private final ServiceProcess gateway = parts.gateway(Map.of(
            "quarkus.shutdown.delay",
            DELAY.toSeconds() + "s",
            "quarkus.shutdown.timeout",
            TIMEOUT.toSeconds() + "s",
            // What goes on in the background is tried again soon after the wire is whole.
            "gateway.completion.longest-pause",
            "1s",
            "gateway.credit.background-tries",
            "100"));

    @BeforeEach
    void start() {
        if (!gateway.isAlive()) {
            gateway.start();
        }
    }

    /** Fault G4. Lesson openmeter#4902. */
    @Test
    @Order(1)
    void aStopUnderLoadCutsNobodyOffAndChargesWhatWasReported() throws Exception {
        parts.provider().answer(GatewayStopTest::talks);
        var people = Stream.generate(() -> new Talker(gateway)).limit(40).toList();
        var talks = people.stream()
                .map(one -> CompletableFuture.runAsync(one::talk, Thread::startVirtualThread))
                .toList();
        Chat.await("all have had an answer", () -> people.stream().allMatch(one -> one.receipts() > 0));
        var stopped = System.nanoTime();
        gateway.stop();
        var took = Duration.ofNanos(System.nanoTime() - stopped);
        talks.forEach(CompletableFuture::join);
        assertTrue(took.compareTo(DELAY.plus(TIMEOUT).plus(GRACE)) < 0, () -> "took " + took);
        var wrong = new ArrayList<String>();
        people.forEach(one -> wrong.addAll(one.wrong()));
        assertEquals(List.of(), wrong);
        assertTrue(people.stream().anyMatch(one -> one.refusals() > 0), "who came too late was told so");
        for (var one : people) {
            one.unanswered()
                    .forEach(prompt -> assertEquals(List.of(), parts.provider().callsWith(prompt)));
            Chat.await(
                    one.user() + " is charged for " + one.receipts() + " answers, nothing is held",
                    () -> isCharged(one));
        }
        assertEquals(0, parts.differences().size(), parts.differences()::toString);
        people.forEach(one -> assertTrue(isCharged(one), "and it stays so"));
    }

    /** Fault G4. Callers have been answered; what they were told is not known yet becomes known, and what they needn't pay is given back. */
    @Test
    @Order(2)
    void aStoppedGatewayWaitsForWhatItDoesInTheBackground() throws Exception {
        var go = new CountDownLatch(1);
        var unknown = Person.ask(parts, gateway, Way.CHAT, Person.saysThen(go));
        unknown.caller().readUntil("Because ");
        var refused = Person.ask(parts, gateway, Way.CHAT, call -> {
            go.await();
            Script.status(400).play(call);
        });
        Chat.awaitCall(parts.provider(), refused.user());
        parts.kafka().pause();
        parts.creditWire().cut();
        go.countDown();
        var ended = unknown.caller().rest(END_OF_CHUNKS);
        assertTrue(ended.contains("OUTCOME_UNKNOWN"), ended);
        var problem = refused.caller().rest("}");
        assertTrue(problem.contains("PROVIDER_FAILED"), problem);
        try {
            var ends = CompletableFuture.runAsync(gateway::stop, Thread::startVirtualThread);
            assertThrows(IllegalStateException.class, () -> gateway.awaitEnd(ALONE), "there is something to wait for");
            parts.creditWire().heal();
            ends.get();
            // By REST, for Kafka is still away; and at once, for nothing else will come.
            assertEquals(2, parts.account(unknown.user()).path("used").asInt());
            assertEquals("SETTLED", parts.status(unknown.user(), Person.generationOf(ended)));
            assertEquals("RELEASED", parts.status(refused.user(), Person.generationOf(problem)));
        } finally {
            parts.kafka().resume();
        }
    }

    @AfterAll
    void stop() {
        gateway.kill();
        parts.stop();
    }

    private boolean isCharged(Talker one) {
        var account = parts.account(one.user());
        return account.path("used").asInt() == 2 * one.receipts()
                && account.path("held").asInt() == 0;
    }

    /** For one to two seconds. */
    private static void talks(ProviderCall call) throws IOException, InterruptedException {
        var tokens = ThreadLocalRandom.current().nextInt(10, 21);
        if (!call.streaming()) {
            Thread.sleep(tokens * 100L);
            Script.says("Because").play(call);
            return;
        }
        call.streamHead();
        for (var i = 0; i < tokens; i++) {
            call.chunk(Script.event(Script.token("because ")));
            Thread.sleep(100);
        }
        call.chunk(Script.event(Script.finish("stop")) + "data: [DONE]\n\n").end();
    }
}
