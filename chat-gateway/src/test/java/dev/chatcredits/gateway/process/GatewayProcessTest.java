package dev.chatcredits.gateway.process;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.gateway.provider.Script;
import dev.chatcredits.gateway.testing.BareCaller;
import dev.chatcredits.gateway.testing.Chat;
import dev.chatcredits.gateway.testing.Packaged;
import dev.chatcredits.gateway.testing.Records;
import dev.chatcredits.gateway.testing.Tokens;
import dev.chatcredits.gateway.testing.Way;
import dev.chatcredits.testing.ServiceProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** What was reported complete is charged, and every hold ends, however the gateway's process ends. */
@Tag("packaged")
@Tag("long")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GatewayProcessTest {

    private static final Duration DELAY = Duration.ofSeconds(4);
    private static final Duration TIMEOUT = Duration.ofSeconds(14);

    /** Of a body whose length wasn't known. */
    private static final String END_OF_CHUNKS = "\r\n0\r\n\r\n";

    /** For the producer's last seconds: ADR 12. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Packaged parts = new Packaged(Map.of());
    private final ServiceProcess gateway = parts.gateway(Map.of(
            "quarkus.shutdown.delay", DELAY.toSeconds() + "s",
            "quarkus.shutdown.timeout", TIMEOUT.toSeconds() + "s"));
    private final List<Person> cutOff = new ArrayList<>();
    private String reported = "";

    /** Faults G1, G2, G3: before the provider was called, in the middle, and when the event was sent but not acknowledged. */
    @Test
    @Order(1)
    void whoseStreamIsCutOffByAKillGetsNoReceipt() throws Exception {
        var complete = ask(Way.CHAT, Script.says("Because"));
        assertTrue(complete.caller().rest("\"source\"").contains("receipt"));
        reported = complete.user();
        var middle = ask(Way.CHAT, Script.hangsAfter("Because "));
        middle.caller().readUntil("Because ");
        var go = new CountDownLatch(1);
        var sent = ask(Way.CHAT, Person.saysThen(go));
        sent.caller().readUntil("Because ");
        parts.kafka().pause();
        go.countDown();
        // Nothing tells that the event has left. Whether it has, the topic will say.
        Thread.sleep(500);
        parts.creditWire().swallowAnswers();
        var begun = ask(Way.CHAT, Script.says("Because"));
        Chat.await("the hold is asked for", () -> parts.creditWire().carried(begun.user()));
        gateway.kill();
        parts.kafka().resume();
        parts.creditWire().heal();
        cutOff.addAll(List.of(middle, sent, begun));
        for (var person : cutOff) {
            assertFalse(person.caller().rest("receipt").contains("receipt"));
        }
        assertEquals(List.of(), parts.provider().callsWith(begun.user()));
        gateway.start();
    }

    /** Fault G4. Lesson openmeter#4902. */
    @Test
    @Order(2)
    void aStoppedGatewayLetsItsStreamsEndAndTakesNoNewOnes() throws Exception {
        var go = new CountDownLatch(1);
        var streams = List.of(ask(Way.CHAT, Person.saysThen(go)), ask(Way.STREAMED, Person.saysThen(go)));
        for (var stream : streams) {
            stream.caller().readUntil("Because ");
        }
        var silent =
                List.of(ask(Way.CHAT, answersOn(go)), ask(Way.STREAMED, answersOn(go)), ask(Way.WHOLE, answersOn(go)));
        var endless = ask(Way.CHAT, Script.endless(20));
        endless.caller().readUntil("on ");
        var left = ask(Way.CHAT, Person.saysThen(go));
        left.caller().readUntil("Because ");
        left.caller().close();
        var endlessLeft = ask(Way.CHAT, Script.endless(20));
        endlessLeft.caller().readUntil("on ");
        endlessLeft.caller().close();
        var unread = ask(Way.CHAT, endless("on ".repeat(3_000)));
        var page = BareCaller.get(gateway.url("/"), "/api/credits/stream", Person.tokenOf(left.user()));
        page.readUntil("event: balance");
        parts.kafka().pause();
        var unacknowledged = ask(Way.CHAT, Script.says("Because"));
        unacknowledged.caller().readUntil("Because");

        var ends = CompletableFuture.runAsync(gateway::stop, Thread::startVirtualThread);
        var again = CompletableFuture.runAsync(gateway::stop, Thread::startVirtualThread);
        var stopped = System.nanoTime();
        parts.kafka().resume();
        Chat.await("not ready", () -> gateway.readiness() == 503);
        assertTrue(isServed(), "what load balancers still send is served");
        assertTrue(page.rest(END_OF_CHUNKS).endsWith(END_OF_CHUNKS), "the page's stream ends");
        var refused = awaitRefusal();
        new Chat(Person.tokenOf(refused))
                .request()
                .get("/api/credits/stream")
                .then()
                .statusCode(503)
                .header("Retry-After", equalTo("2"));
        go.countDown();

        complete(unacknowledged);
        for (var stream : streams) {
            complete(stream);
        }
        for (var person : silent) {
            complete(person);
        }
        var error = endless.caller().rest(END_OF_CHUNKS);
        assertTrue(error.contains("OVERLOADED") && error.contains("\"charged\":0"), error);
        ends.get();
        again.get();
        var took = Duration.ofNanos(System.nanoTime() - stopped);
        assertTrue(took.compareTo(DELAY.plus(TIMEOUT).plus(GRACE)) < 0, () -> "took " + took);
        assertFalse(gateway.log().contains("under way; their holds expire"), "the endless one was broken off in time");
        for (var person : all(streams, silent, List.of(unacknowledged, left))) {
            charged(2, person.user());
        }
        charged(0, endless.user());
        assertEquals(
                "RELEASED", parts.status(endless.user(), Person.generationOf(error)), "given back, not left to expire");
        charged(2, endlessLeft.user());
        assertEquals(0, parts.account(unread.user()).path("held").asInt());
        // Not even an account: nothing was asked of the credit service.
        assertEquals(
                0,
                Records.of(parts.kafka().port(), "generation-completed").stream()
                        .filter(event -> event.contains(refused))
                        .count());
    }

    /** Fault G4. */
    @Test
    @Order(3)
    void aStoppedGatewayWaitsForGenerationsWhoseCallersHaveGone() throws Exception {
        gateway.start();
        var go = new CountDownLatch(1);
        var left = ask(Way.CHAT, Person.saysThen(go));
        left.caller().readUntil("Because ");
        left.caller().close();
        var ends = CompletableFuture.runAsync(gateway::stop, Thread::startVirtualThread);
        Chat.await("it serves nobody", () -> !isServed());
        // Longer than it takes to end when there is nothing to wait for: the producers' last moments too.
        Thread.sleep(5_000);
        go.countDown();
        ends.get();
        charged(2, left.user());
    }

    /** Faults G1, G2, G3. Lesson new-api#4429. */
    @Test
    @Order(4)
    void whatAKillCutOffIsChargedIfItsEventIsInTheLogAndElseExpires() throws Exception {
        charged(2, reported);
        var events = Records.of(parts.kafka().port(), "generation-completed");
        for (var person : cutOff) {
            var inTheLog = events.stream().anyMatch(event -> event.contains(person.user()));
            charged(inTheLog ? 2 : 0, person.user());
        }
        assertEquals(0, parts.differences().size(), parts.differences()::toString);
    }

    @AfterAll
    void stop() {
        gateway.kill();
        parts.stop();
    }

    private Person ask(Way way, Script script) throws IOException {
        return Person.ask(parts, gateway, way, script);
    }

    private static Script endless(String token) {
        return call -> {
            call.streamHead();
            while (!call.isClosedByClient()) {
                call.chunk(Script.event(Script.token(token)));
                Thread.sleep(20);
            }
        };
    }

    private static Script answersOn(CountDownLatch go) {
        return call -> {
            go.await();
            Script.says("Because").play(call);
        };
    }

    /** Load balancers have their moment; then new generations are refused, and whoever is refused may try elsewhere. */
    private static String awaitRefusal() throws Exception {
        var users = new ArrayList<String>();
        Chat.await("new ones are refused", () -> {
            users.add(Tokens.newUser());
            var answer = new Chat(Person.tokenOf(users.getLast())).ask("openai/gpt-5.1", "Hi");
            if (answer.statusCode() == 200) {
                return false;
            }
            answer.then().statusCode(503).header("Retry-After", equalTo("2")).body("code", equalTo("OVERLOADED"));
            return true;
        });
        return users.getLast();
    }

    private static boolean isServed() {
        try {
            return new Chat(Person.tokenOf(Tokens.newUser()))
                            .ask("openai/gpt-5.1", "Hi")
                            .statusCode()
                    == 200;
        } catch (Exception e) {
            return false;
        }
    }

    private static void complete(Person person) {
        var answer = person.caller().rest("\"charged\":2");
        // A whole answer has its receipt in its headers.
        assertTrue(answer.contains("\"charged\":2") || answer.contains("X-Credits-Charged: 2"), answer);
    }

    private void charged(int credits, String user) throws Exception {
        Chat.await(Duration.ofSeconds(60), user + " is charged " + credits + ", nothing is held", () -> {
            var account = parts.account(user);
            return account.path("used").asInt() == credits
                    && account.path("held").asInt() == 0;
        });
    }

    private static List<Person> all(List<Person> some, List<Person> more, List<Person> others) {
        var all = new ArrayList<>(some);
        all.addAll(more);
        all.addAll(others);
        return all;
    }
}
