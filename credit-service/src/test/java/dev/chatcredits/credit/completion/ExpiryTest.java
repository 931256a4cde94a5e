package dev.chatcredits.credit.completion;

import static dev.chatcredits.credit.support.Gateway.GROK;
import static dev.chatcredits.credit.support.Gateway.OPUS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatcredits.credit.support.Admin;
import dev.chatcredits.credit.support.Await;
import dev.chatcredits.credit.support.Db;
import dev.chatcredits.credit.support.Events;
import dev.chatcredits.credit.support.Fresh;
import dev.chatcredits.credit.support.Gateway;
import dev.chatcredits.credit.support.Metrics;
import dev.chatcredits.credit.support.MovedClock;
import dev.chatcredits.credit.support.RealParts;
import dev.chatcredits.credit.support.Topic;
import dev.chatcredits.testing.PlatformPart;
import dev.chatcredits.testing.PlatformPart.Kind;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A hold that nobody ended ends by itself, but never one whose generation was paid for. */
@QuarkusTest
@TestProfile(RealParts.class)
class ExpiryTest {

    private final String user = Fresh.user();
    private final String generation = Fresh.generation();

    @Inject
    Sweeps sweeps;

    @Inject
    ExpiryConfig config;

    @Inject
    Scheduler scheduler;

    @Inject
    Progress progress;

    @Inject
    CompletionTopic topic;

    @AfterEach
    void theBooksAreRight() {
        Admin.assertThatTheAuditFindsNothing();
    }

    /** Lesson litellm#27639. */
    @Test
    void aHoldWithoutAnEventExpiresAfterItsLifeAndGivesItsCreditsBack() {
        Gateway.hold(user, generation, OPUS);
        sweeps.now();
        assertEquals("HELD", Gateway.status(user, generation));
        sweeps.awaitExpiry(user, generation);
        assertEquals(50, Gateway.remaining(user));
        assertEquals(0, Gateway.balance(user).getInt("held"));
    }

    @Test
    void whatIsTooMuchForOneTransactionExpiresByMoreInTheSameSweep() {
        IntStream.range(0, 2 * config.batch() + 1).forEach(i -> Gateway.hold(user, Fresh.generation(), GROK));
        scheduler.pause();
        try {
            MovedClock.putForwardBy(
                    Duration.ofMinutes(16),
                    () -> Await.until("a sweep expires something", () -> {
                        sweeps.now();
                        return Gateway.remaining(user) > 50 - 2 * config.batch() - 1;
                    }));
        } finally {
            scheduler.resume();
        }
        assertEquals(0, Gateway.balance(user).getInt("held"));
    }

    @Test
    void aSuccessThatIsHeardOfAfterTheExpiryIsChargedOnce() {
        Gateway.hold(user, generation, OPUS);
        sweeps.awaitExpiry(user, generation);
        Topic.send(user, Events.succeeded(user, generation, OPUS));
        Await.until(
                "the late event is charged",
                () -> Gateway.status(user, generation).equals("SETTLED"));
        assertEquals(45, Gateway.remaining(user));
    }

    /** Fault K1. */
    @Test
    void nothingExpiresWhileKafkaDoesNotAnswer() {
        Gateway.hold(user, generation, OPUS);
        PlatformPart kafka = PlatformPart.shared(Kind.KAFKA);
        kafka.pause();
        try {
            sweeps.afterAHoldsLife();
            assertEquals("HELD", Gateway.status(user, generation));
        } finally {
            kafka.resume();
        }
        sweeps.awaitExpiry(user, generation);
    }

    /** Fault K4. */
    @Test
    void theHoldOfADeadLetterIsKeptUntilSomebodyHasDecided() {
        Gateway.hold(user, generation, OPUS);
        String other = Fresh.generation();
        Gateway.hold(user, other, OPUS);
        ObjectNode dead = Events.succeeded(user, generation, OPUS);
        dead.withObject("/data").put("outcome", "DONE");
        Topic.send(user, dead);
        Await.until(
                "the letter is known to be dead",
                () -> Db.number("select count(*) from dead_letter where generation_id = ?", generation) == 1);
        sweeps.awaitExpiry(user, other);
        assertEquals("HELD", Gateway.status(user, generation));

        Db.update("delete from dead_letter where generation_id = ?", generation);
        sweeps.awaitExpiry(user, generation);
    }

    /** Its own clock is wrong, not the event: nobody loses by it. Fault K4. */
    @Test
    void aSuccessThatAClockThatIsBehindTookForOneOfTheFutureIsChargedOnceItIsReplayed() {
        Gateway.hold(user, generation, OPUS).then().statusCode(201);
        MovedClock.putBackBy(Duration.ofMinutes(10), () -> {
            Topic.send(user, Events.succeeded(user, generation, OPUS));
            Await.until("it is put aside", () -> letters(generation).size() == 1);
            Await.until(
                    "its hold is kept",
                    () -> Db.number("select count(*) from dead_letter where generation_id = ?", generation) == 1);
        });
        String other = Fresh.generation();
        Gateway.hold(user, other, OPUS).then().statusCode(201);
        sweeps.awaitExpiry(user, other);
        assertEquals("HELD", Gateway.status(user, generation));

        ConsumerRecord<byte[], byte[]> letter = letters(generation).getFirst();
        for (int i = 0; i < 2; i++) {
            Topic.send(List.of(new ProducerRecord<>(Topic.COMPLETIONS, letter.key(), letter.value())));
        }
        Topic.send(user, Events.succeeded(user, "last" + user, GROK));
        Await.until("all is read", () -> Gateway.look(user, "last" + user).statusCode() == 200);
        assertEquals("SETTLED", Gateway.status(user, generation));
        assertEquals(44, Gateway.remaining(user));
        Db.update("delete from dead_letter where generation_id = ?", generation);
    }

    private static List<ConsumerRecord<byte[], byte[]>> letters(String generation) {
        return Topic.read(Topic.DEAD_LETTERS).stream()
                .filter(letter -> letter.headers().lastHeader("dlq-generation-id") != null)
                .filter(letter -> new String(
                                letter.headers().lastHeader("dlq-generation-id").value(), StandardCharsets.UTF_8)
                        .equals(generation))
                .toList();
    }

    /** Nobody gets them, or what was aborted, as records, and yet they take up offsets: last of all here, so that nothing comes after. */
    @Test
    void markersOfTransactionsDoNotKeepHoldsAlive() {
        Gateway.hold(user, generation, OPUS);
        String committed = Fresh.generation();
        String aborted = Fresh.generation();
        try (KafkaProducer<byte[], byte[]> producer = Topic.producer(Map.of("transactional.id", Fresh.generation()))) {
            producer.initTransactions();
            producer.beginTransaction();
            sendToAllPartitions(producer, Events.succeeded(user, committed, OPUS));
            producer.commitTransaction();
            Await.until(
                    "the committed event is charged",
                    () -> Gateway.look(user, committed).statusCode() == 200);
            producer.beginTransaction();
            // More than Kafka gives at once, of which nothing arrives.
            ObjectNode large = Events.succeeded(user, aborted, OPUS).put("more", "x".repeat(900_000));
            for (int i = 0; i < 4; i++) {
                sendToAllPartitions(producer, large);
            }
            producer.flush();
            producer.abortTransaction();
        }
        sweeps.awaitExpiry(user, generation);
        assertEquals("SETTLED", Gateway.status(user, committed));
        Gateway.look(user, aborted).then().statusCode(404);
    }

    /** Whoever looks at it can't tell what it was. */
    @Test
    void whatRetentionTookAwayIsNotTakenForMarkers() {
        RecordMetadata sent = Topic.send(List.of(record(1, Events.succeeded(user, generation, OPUS))))
                .getFirst();
        Await.until("the event is charged", () -> Gateway.look(user, generation).statusCode() == 200);
        Topic.deleteUpTo(sent);
        assertThrows(OffsetOutOfRangeException.class, () -> topic.emptyUpTo(sent.partition(), sent.offset()));
    }

    private static void sendToAllPartitions(KafkaProducer<byte[], byte[]> producer, ObjectNode event) {
        for (int partition = 0; partition < 4; partition++) {
            Future<RecordMetadata> unused = producer.send(record(partition, event));
        }
    }

    @Test
    void nothingExpiresOnceTheTopicWasCreatedAnewUntilSomebodyHasDecided() {
        Gateway.hold(user, generation, OPUS);
        Db.update("insert into consumed values ('an older topic of this name', 0, 7)");
        try {
            sweeps.afterAHoldsLife();
            assertEquals("HELD", Gateway.status(user, generation));
            awaitBlocked(1);
        } finally {
            Db.update("delete from consumed where topic_id = 'an older topic of this name'");
        }
        sweeps.awaitExpiry(user, generation);
        awaitBlocked(0);
    }

    /** Events that nobody holds credits for may be among those that were lost. Fault K2. */
    @Test
    void aTopicThatWasCreatedAnewIsToldOfBeforeAnyHoldIsDue() {
        Db.update("insert into consumed values ('an older topic of this name', 0, 7)");
        try {
            awaitBlocked(1);
        } finally {
            Db.update("delete from consumed where topic_id = 'an older topic of this name'");
        }
        awaitBlocked(0);
    }

    /** A sweep of the schedule that began earlier may say the opposite once. */
    private void awaitBlocked(int blocked) {
        Await.until("credits_expiry_blocked is " + blocked, () -> {
            sweeps.now();
            return Metrics.value("credits_expiry_blocked") == blocked;
        });
    }

    /** Fault K3. */
    @Test
    void aConsumerThatLostItsPartitionsDoesNotTakeThePositionBack() {
        String topic = Fresh.generation();
        try {
            progress.advance(topic, Map.of(0, 7L, 1, 3L)).await().atMost(Duration.ofSeconds(20));
            progress.advance(topic, Map.of(0, 5L, 1, 4L)).await().atMost(Duration.ofSeconds(20));
            assertEquals(7 + 4, Db.number("select sum(next_offset) from consumed where topic_id = ?", topic));
        } finally {
            Db.update("delete from consumed where topic_id = ?", topic);
        }
    }

    @Test
    void aHoldThatLivedIntoTheNextPeriodIsGivenBackToItsOwn() {
        Gateway.hold(user, generation, OPUS);
        MovedClock.putForwardBy(Duration.ofDays(32), () -> {
            sweeps.untilExpired(user, generation);
            assertEquals(50, Gateway.remaining(user));
        });
    }

    private static ProducerRecord<byte[], byte[]> record(int partition, ObjectNode event) {
        return new ProducerRecord<>(Topic.COMPLETIONS, partition, Events.bytes("key"), Events.bytes(event));
    }
}
