package dev.chatcredits.e2e;

import static dev.chatcredits.e2e.CreditParts.SOON;
import static dev.chatcredits.e2e.CreditParts.TOPIC;
import static io.restassured.RestAssured.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.testing.ServiceProcess;
import io.restassured.response.Response;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What becomes of events when the credit service, as it is shipped, dies, stands still or ends, and when Kafka or its topic goes. */
@Tag("long")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CreditServiceEventsTest extends CreditServiceFaults {

    /** Fault C3. Lesson openmeter#4902. */
    @Test
    void batchInWhichTheServiceIsKilledIsChargedOnce() throws Exception {
        List<String> users = parts.users(5);
        try (Connection lock = parts.lock(users.getFirst())) {
            sendTenOfEach(users);
            parts.awaitBlocked();
            parts.service.kill();
            lock.rollback();
        }
        parts.service.start();
        awaitTenOfEach(users);
    }

    /** An instance comes while a batch is on its way, the first one stands still, loses its partitions, and goes on as if nothing were. Faults C4, K3. */
    @Test
    void batchThatTwoInstancesWorkOnIsChargedOnce() throws Exception {
        List<String> users = parts.users(5);
        ServiceProcess second;
        try (Connection lock = parts.lock(users.getFirst())) {
            sendTenOfEach(users);
            parts.awaitBlocked();
            second = parts.replica();
            second.awaitReady();
            parts.awaitMembers(2);
            parts.service.pause();
            lock.rollback();
        }
        try {
            parts.awaitMembers(1);
            Wait.until("the second has charged them", SOON, () -> charges(users) == 50);
            parts.service.resume();
            parts.awaitMembers(2);
            String last = parts.user();
            for (int partition = 0; partition < 4; partition++) {
                parts.topic.succeeded(partition, Map.of(UUID.randomUUID().toString(), last), Person.GROK);
            }
            Wait.until("both go on", SOON, () -> parts.used(last) == 4);
        } finally {
            second.stop();
        }
        awaitTenOfEach(users);
    }

    /** Fault C1. */
    @Test
    void serviceThatIsToldToEndSaysSoFirstAnswersWhatRunsAndLosesNothing() throws Exception {
        String user = parts.user();
        List<String> users = parts.users(5);
        Future<Response> running;
        Future<Duration> ended;
        try (Connection lock = parts.lock(user)) {
            running = start(() -> parts.settle(user, generation));
            parts.awaitBlocked();
            sendTenOfEach(users);
            ended = start(() -> {
                Instant begin = Instant.now();
                parts.service.stop();
                return Duration.between(begin, Instant.now());
            });
            Wait.until(
                    "it says that it isn't ready",
                    SOON,
                    () -> get(parts.service.url("/q/health/ready")).statusCode() == 503);
            lock.rollback();
        }
        assertEquals(201, parts.hold(parts.user(), UUID.randomUUID().toString()).statusCode(), "still served");
        assertTrue(List.of(201, 503).contains(Parallel.join(running).statusCode()));
        Duration time = Parallel.join(ended);
        assertTrue(time.compareTo(Duration.ofSeconds(25)) < 0, time::toString);
        String log = parts.service.log();
        String end = log.substring(log.lastIndexOf("credit-service ", log.lastIndexOf("stopped in")));
        assertFalse(end.contains(" ERROR "), log);
        assertFalse(end.contains("no hold expires"), log);
        parts.service.start();
        assertTrue(parts.settle(user, generation).statusCode() < 300);
        assertEquals(2, parts.used(user));
        awaitTenOfEach(users);
    }

    /** As the README tells operators to do it. Fault P1. */
    @Test
    void whatPostgresLostIsChargedFromTheStartOfTheLogAndTheRestIsKnown() throws Exception {
        List<String> users = parts.users(5);
        String user = parts.user();
        sendTenOfEach(users);
        awaitTenOfEach(users);
        parts.service.stop();
        parts.backUp();
        parts.service.start();
        parts.topic.succeeded(0, Map.of(generation, user), Person.GROK);
        Wait.until("the event after the backup is charged", SOON, () -> parts.used(user) == 1);
        parts.service.stop();
        parts.restore();
        parts.resetToEarliest();
        parts.service.start();
        Wait.until("what was lost is charged", SOON, () -> parts.used(user) == 1);
        awaitTenOfEach(users);
    }

    /** Of one partition Kafka forgot it, of another the events after it were deleted: nothing that is left is skipped. Fault K2. */
    @Test
    void aServiceThatLostItsPlaceBeginsAtTheStartOfWhatIsLeft() throws Exception {
        List<String> users = parts.users(5);
        String user = parts.user();
        sendTenOfEach(users);
        parts.topic.succeeded(1, Map.of(generation, user), Person.GROK);
        awaitTenOfEach(users);
        Wait.until("the other partition is read", SOON, () -> parts.used(user) == 1);
        parts.service.stop();
        String late = "late-" + generation;
        parts.topic.succeeded(0, Map.of(UUID.randomUUID().toString(), late), Person.GROK);
        parts.topic.succeeded(1, Map.of(UUID.randomUUID().toString(), late), Person.GROK);
        parts.topic.succeeded(1, Map.of(UUID.randomUUID().toString(), late), Person.GROK);
        try (Admin admin = parts.admin()) {
            TopicPartition deleted = new TopicPartition(TOPIC, 1);
            long end = admin.listOffsets(Map.of(deleted, OffsetSpec.latest()))
                    .partitionResult(deleted)
                    .get()
                    .offset();
            admin.deleteRecords(Map.of(deleted, RecordsToDelete.beforeOffset(end - 1)))
                    .all()
                    .get();
            Wait.until(
                    "the group is forgotten",
                    SOON,
                    () -> done(admin.deleteConsumerGroupOffsets("credit-service", Set.of(new TopicPartition(TOPIC, 0)))
                            .all()));
        }
        parts.service.start();
        Wait.until("what is left is charged", SOON, () -> debts(late) == 2);
        awaitTenOfEach(users);
        assertEquals(1, parts.used(user));
    }

    /** No event of a partition that came later is missed, and no hold expires before it is read. Fault K3. */
    @Test
    @Order(Stage.LATE + 1)
    void eventsOfAPartitionThatWasAddedAreCharged() throws Exception {
        String user = parts.user();
        try (Admin admin = parts.admin()) {
            admin.createPartitions(Map.of(TOPIC, NewPartitions.increaseTo(5)))
                    .all()
                    .get();
        }
        assertEquals(201, parts.hold(user, generation).statusCode());
        parts.topic.succeeded(4, Map.of(generation, user), Person.GPT);
        Wait.until(
                "the hold has ended",
                SOON,
                () -> !parts.status(user, generation).equals("HELD"));
        assertEquals("SETTLED", parts.status(user, generation));
    }

    /** Faults K1, K2. */
    @Test
    void nothingExpiresWronglyWhileKafkaIsGoneForThreeTimesTheLifeOfAHold() {
        String user = parts.user();
        String settled = UUID.randomUUID().toString();
        parts.hold(user, generation);
        parts.hold(user, settled);
        parts.kafka.kill();
        Instant end = Instant.now().plus(CreditParts.HOLD_LIFE.multipliedBy(3));
        assertEquals(200, parts.settle(user, settled).statusCode());
        Wait.until("three lives are over", SOON, () -> {
            assertEquals("HELD", parts.status(user, generation));
            return Instant.now().isAfter(end);
        });
        parts.kafka.start();
        Wait.until("expired", SOON, () -> parts.status(user, generation).equals("EXPIRED"));
        assertEquals(2, parts.used(user));
    }

    /** Paid for, in the log and unread: it may cost nothing at no moment. Faults K1, K2. */
    @Test
    void whatWasPaidForAndNotReadIsHeldWhileKafkaIsGoneForThreeTimesTheLifeOfAHold() {
        String user = parts.user();
        assertEquals(201, parts.hold(user, generation).statusCode());
        parts.service.kill();
        parts.topic.succeeded(user, generation, Person.GPT);
        parts.kafka.kill();
        parts.service.start();
        Instant end = Instant.now().plus(CreditParts.HOLD_LIFE.multipliedBy(3));
        Wait.until("three lives are over", SOON, () -> {
            assertEquals("HELD", parts.status(user, generation));
            return Instant.now().isAfter(end);
        });
        parts.kafka.start();
        String charged =
                Wait.value("its end", SOON, () -> parts.status(user, generation), status -> !status.equals("HELD"));
        assertEquals("SETTLED", charged);
        assertEquals(2, parts.used(user));
    }

    private static boolean done(Future<?> asked) {
        try {
            asked.get();
            return true;
        } catch (Exception e) {
            return false;
        }
    }

    /** The first one's first. */
    private static void sendTenOfEach(List<String> users) {
        Map<String, String> usersByGeneration = new LinkedHashMap<>();
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            all.addAll(users);
        }
        all.forEach(user -> usersByGeneration.put(UUID.randomUUID().toString(), user));
        parts.topic.succeeded(0, usersByGeneration, Person.GROK);
    }

    private static void awaitTenOfEach(List<String> users) {
        Wait.until("all are charged", SOON, () -> charges(users) >= 50);
        users.forEach(user -> assertEquals(10, parts.used(user)));
    }

    /** Of somebody without a plan. */
    private static long debts(String user) {
        return parts.number("select count(*) from entry where kind = 'DEBT' and user_id = '" + user + "'");
    }

    /** As the database has them, for the service may stand still. */
    private static long charges(List<String> users) {
        return parts.number("select count(*) from entry where kind = 'CHARGE' and user_id in ('"
                + String.join("','", users) + "')");
    }
}
