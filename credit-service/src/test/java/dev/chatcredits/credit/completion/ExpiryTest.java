package dev.chatcredits.credit.completion;

import static dev.chatcredits.credit.support.Gateway.OPUS;
import static org.junit.jupiter.api.Assertions.assertEquals;

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
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A hold that nobody ended ends by itself, but never one whose generation was paid for. */
@QuarkusTest
@TestProfile(RealParts.class)
class ExpiryTest {

    private static final Duration A_HOLDS_LIFE = Duration.ofMinutes(16);

    private final String user = Fresh.user();
    private final String generation = Fresh.generation();

    @Inject
    HoldSweeper sweeper;

    @Inject
    Purge purge;

    @Inject
    Progress progress;

    @AfterEach
    void theBooksAreRight() {
        Admin.assertThatTheAuditFindsNothing();
    }

    /** Lesson litellm#27639. */
    @Test
    void aHoldWithoutAnEventExpiresAfterItsLifeAndGivesItsCreditsBack() {
        Gateway.hold(user, generation, OPUS);
        sweep();
        assertEquals("HELD", Gateway.status(user, generation));
        MovedClock.putForwardBy(A_HOLDS_LIFE, () -> awaitExpiry(generation));
        assertEquals(50, Gateway.remaining(user));
        assertEquals(0, Gateway.balance(user).getInt("held"));
    }

    @Test
    void aSuccessThatIsHeardOfAfterTheExpiryIsChargedOnce() {
        Gateway.hold(user, generation, OPUS);
        MovedClock.putForwardBy(A_HOLDS_LIFE, () -> awaitExpiry(generation));
        Topic.send(user, Events.succeeded(user, generation, OPUS));
        Await.until(
                "the late event is charged",
                () -> Gateway.status(user, generation).equals("SETTLED"));
        assertEquals(45, Gateway.remaining(user));
    }

    @Test
    void aHoldWhoseEventIsNotReadYetIsChargedNotExpired() throws Exception {
        String blocker = Gateway.userWith(Gateway.PRO);
        Gateway.hold(user, generation, OPUS);
        try (Connection connection = locked(blocker)) {
            // The consumer waits for the lock, and what comes later waits with it.
            send(Events.succeeded(blocker, Fresh.generation(), OPUS));
            send(Events.succeeded(user, generation, OPUS));
            MovedClock.putForwardBy(A_HOLDS_LIFE, () -> {
                sweep();
                sweep();
            });
            assertEquals("HELD", Gateway.status(user, generation));
            connection.rollback();
        }
        MovedClock.putForwardBy(
                A_HOLDS_LIFE,
                () -> Await.until("the hold has ended", () -> {
                    sweep();
                    return !Gateway.status(user, generation).equals("HELD");
                }));
        assertEquals("SETTLED", Gateway.status(user, generation));
    }

    /** Under steady traffic something is always under way; that is not what the hold waits for. */
    @Test
    void aHoldExpiresThoughEventsNeverPause() throws Exception {
        String before = Fresh.generation();
        String somebody = Fresh.user();
        send(Events.succeeded(somebody, before, OPUS));
        Await.until(
                "all events before are charged",
                () -> Gateway.look(somebody, before).statusCode() == 200);
        String leaked = Fresh.generation();
        Gateway.hold(somebody, leaked, OPUS);
        MovedClock.putForwardBy(A_HOLDS_LIFE, () -> awaitExpiry(somebody, leaked));
        Gateway.hold(user, generation, OPUS);
        String first = Gateway.userWith(Gateway.PRO);
        String next = Gateway.userWith(Gateway.PRO);
        String early = Fresh.generation();
        try (Connection one = locked(first);
                Connection other = locked(next)) {
            send(Events.succeeded(first, early, OPUS));
            MovedClock.putForwardBy(A_HOLDS_LIFE, this::sweep);
            Await.until("the first event is being consumed", () -> isWaitedFor(one));
            send(Events.succeeded(next, Fresh.generation(), OPUS));
            one.rollback();
            Await.until(
                    "the first event is charged",
                    () -> Gateway.look(first, early).statusCode() == 200);
            MovedClock.putForwardBy(A_HOLDS_LIFE, this::sweep);
            assertEquals("EXPIRED", Gateway.status(user, generation));
            other.rollback();
        }
    }

    /** Fault K1. */
    @Test
    void nothingExpiresWhileKafkaDoesNotAnswer() {
        Gateway.hold(user, generation, OPUS);
        PlatformPart kafka = PlatformPart.shared(Kind.KAFKA);
        kafka.pause();
        try {
            MovedClock.putForwardBy(A_HOLDS_LIFE, this::sweep);
            assertEquals("HELD", Gateway.status(user, generation));
        } finally {
            kafka.resume();
        }
        MovedClock.putForwardBy(A_HOLDS_LIFE, () -> awaitExpiry(generation));
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
        MovedClock.putForwardBy(A_HOLDS_LIFE, () -> awaitExpiry(other));
        assertEquals("HELD", Gateway.status(user, generation));

        Db.update("delete from dead_letter where generation_id = ?", generation);
        MovedClock.putForwardBy(A_HOLDS_LIFE, () -> awaitExpiry(generation));
    }

    @Test
    void theHoldOfALetterThatDiedSinceTheLastSweepIsKeptToo() throws Exception {
        Gateway.hold(user, generation, OPUS);
        String leaked = Fresh.generation();
        Gateway.hold(user, leaked, OPUS);
        String blocker = Gateway.userWith(Gateway.PRO);
        ObjectNode dead = Events.succeeded(user, generation, OPUS);
        dead.withObject("/data").put("outcome", "DONE");
        try (Connection locking = locked(blocker)) {
            send(Events.succeeded(blocker, Fresh.generation(), OPUS));
            Await.until("the event is being consumed", () -> isWaitedFor(locking));
            send(dead);
            MovedClock.putForwardBy(A_HOLDS_LIFE, this::sweep);
            locking.rollback();
        }
        Await.until(
                "the letter is known to be dead",
                () -> Db.number("select count(*) from dead_letter where generation_id = ?", generation) == 1);
        MovedClock.putForwardBy(A_HOLDS_LIFE, () -> awaitExpiry(leaked));
        assertEquals("HELD", Gateway.status(user, generation));
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
            sendToAllPartitions(producer, Events.succeeded(user, aborted, OPUS));
            producer.flush();
            producer.abortTransaction();
        }
        MovedClock.putForwardBy(A_HOLDS_LIFE, () -> awaitExpiry(generation));
        assertEquals("SETTLED", Gateway.status(user, committed));
        Gateway.look(user, aborted).then().statusCode(404);
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
            MovedClock.putForwardBy(A_HOLDS_LIFE, this::sweep);
            assertEquals("HELD", Gateway.status(user, generation));
            assertEquals(1, Metrics.value("credits_expiry_blocked"));
        } finally {
            Db.update("delete from consumed where topic_id = 'an older topic of this name'");
        }
        MovedClock.putForwardBy(A_HOLDS_LIFE, () -> awaitExpiry(generation));
        assertEquals(0, Metrics.value("credits_expiry_blocked"));
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
            awaitExpiry(generation);
            assertEquals(50, Gateway.remaining(user));
        });
    }

    @Test
    void onlyWhatWasChargedIsRememberedForEver() {
        String released = Fresh.generation();
        Gateway.settle(user, generation, OPUS);
        Gateway.release(user, released);
        MovedClock.putForwardBy(Duration.ofDays(36), this::purgeOnce);
        assertEquals("RELEASED", Gateway.status(user, released), "an event about it could still come");
        MovedClock.putForwardBy(Duration.ofDays(38), this::purgeOnce);
        Gateway.look(user, released).then().statusCode(404);
        assertEquals("SETTLED", Gateway.status(user, generation));
    }

    private void awaitExpiry(String id) {
        awaitExpiry(user, id);
    }

    private void awaitExpiry(String holder, String id) {
        Await.until(id + " expires", () -> {
            sweep();
            return Gateway.status(holder, id).equals("EXPIRED");
        });
    }

    private void sweep() {
        sweeper.sweep().await().atMost(Duration.ofSeconds(20));
    }

    private void purgeOnce() {
        purge.purge().await().atMost(Duration.ofSeconds(20));
    }

    private static Connection locked(String account) throws SQLException {
        Connection connection = Db.asOwner();
        connection.setAutoCommit(false);
        try (PreparedStatement lock = connection.prepareStatement("select from account where user_id = ? for update")) {
            lock.setString(1, account);
            lock.execute();
        }
        return connection;
    }

    private static boolean isWaitedFor(Connection locking) throws SQLException {
        try (Statement asking = locking.createStatement();
                ResultSet waiting = asking.executeQuery(
                        "select from pg_stat_activity where pg_backend_pid() = any(pg_blocking_pids(pid))")) {
            return waiting.next();
        }
    }

    private static void send(ObjectNode event) {
        Topic.send(List.of(record(3, event)));
    }

    private static ProducerRecord<byte[], byte[]> record(int partition, ObjectNode event) {
        return new ProducerRecord<>(Topic.COMPLETIONS, partition, Events.bytes("key"), Events.bytes(event));
    }
}
