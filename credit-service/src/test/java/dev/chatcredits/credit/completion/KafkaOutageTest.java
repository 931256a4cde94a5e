package dev.chatcredits.credit.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.credit.support.Admin;
import dev.chatcredits.credit.support.Await;
import dev.chatcredits.credit.support.Events;
import dev.chatcredits.credit.support.Fresh;
import dev.chatcredits.credit.support.Gateway;
import dev.chatcredits.credit.support.RealParts;
import dev.chatcredits.credit.support.Topic;
import dev.chatcredits.testing.PlatformPart;
import dev.chatcredits.testing.PlatformPart.Kind;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Credits are held and charged over REST while Kafka is away; what it acknowledged before is charged when it is back. */
@QuarkusTest
@TestProfile(RealParts.class)
class KafkaOutageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final PlatformPart kafka = PlatformPart.shared(Kind.KAFKA);
    private final String user = Fresh.user();

    /** What a process does for the first time takes it longer. */
    @BeforeEach
    void theWayIsTrodden() {
        String generation = Fresh.generation();
        String somebody = Fresh.user();
        Gateway.hold(somebody, generation, Gateway.OPUS).then().statusCode(201);
        Gateway.settle(somebody, generation, Gateway.OPUS).then().statusCode(200);
    }

    @AfterEach
    void theBooksAreRight() {
        Admin.assertThatTheAuditFindsNothing();
    }

    @Test
    void callersDoNotNoticeThatKafkaStandsStill() {
        kafka.pause();
        try {
            holdAndSettle();
        } finally {
            kafka.resume();
        }
        charge();
    }

    /** Fault K2. */
    @Test
    void callersDoNotNoticeThatKafkaIsKilledAndEventsAreChargedWhenItIsBack() {
        kafka.kill();
        try {
            holdAndSettle();
        } finally {
            kafka.start();
        }
        charge();
    }

    private void holdAndSettle() {
        for (int i = 0; i < 5; i++) {
            String generation = Fresh.generation();
            assertAnswered(201, () -> Gateway.hold(user, generation, Gateway.OPUS));
            assertAnswered(200, () -> Gateway.settle(user, generation, Gateway.OPUS));
        }
    }

    private void charge() {
        Topic.send(user, Events.succeeded(user, user, Gateway.OPUS));
        Await.until("the event is charged", () -> Gateway.balance(user).getInt("used") == 30);
    }

    private static void assertAnswered(int status, Supplier<Response> request) {
        long begin = System.nanoTime();
        Response answer = request.get();
        Duration waited = Duration.ofNanos(System.nanoTime() - begin);
        assertEquals(status, answer.statusCode(), answer.asString());
        assertTrue(waited.compareTo(PATIENCE) < 0, "answered after " + waited);
    }
}
