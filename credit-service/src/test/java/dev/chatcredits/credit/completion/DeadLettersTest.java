package dev.chatcredits.credit.completion;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatcredits.credit.support.Admin;
import dev.chatcredits.credit.support.Await;
import dev.chatcredits.credit.support.Db;
import dev.chatcredits.credit.support.Events;
import dev.chatcredits.credit.support.Fresh;
import dev.chatcredits.credit.support.Gateway;
import dev.chatcredits.credit.support.Metrics;
import dev.chatcredits.credit.support.RealParts;
import dev.chatcredits.credit.support.Topic;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What can't be read or makes no sense is put aside as it came; the events around it are charged. */
@QuarkusTest
@TestProfile(RealParts.class)
class DeadLettersTest {

    private static final int PARTITION = 1;

    private final String user = Fresh.user();
    private int charged;

    @AfterEach
    void theBooksAreRight() {
        Admin.assertThatTheAuditFindsNothing();
    }

    /** Fault K4. */
    @Test
    void everyKindOfPoisonGoesToTheDeadLettersAsItCame() {
        List<Poison> poisons = Poison.ofAllKinds();
        List<RecordMetadata> sent = Topic.send(poisons.stream()
                .flatMap(poison -> Stream.of(good(), record(poison)))
                .toList());
        awaitCharges();
        List<ConsumerRecord<byte[], byte[]>> letters = Topic.read(Topic.DEAD_LETTERS);
        assertAll(IntStream.range(0, poisons.size()).mapToObj(i -> () -> {
            Poison poison = poisons.get(i);
            ConsumerRecord<byte[], byte[]> letter = letterOf(sent.get(2 * i + 1), letters);
            assertEquals(poison.reason(), header(letter, "dlq-reason"));
            assertArrayEquals(poison.bytes(), letter.value(), poison.reason());
            assertArrayEquals(Events.bytes(user), letter.key());
            poison.headers().forEach((name, value) -> assertEquals(value, header(letter, name)));
        }));
        assertEquals(poisons.size(), Gateway.balance(user).getInt("debt"));
    }

    @Test
    void thePositionMovesPastALetterThatIsDead() {
        RecordMetadata sent = Topic.send(List.of(
                        new ProducerRecord<>(Topic.COMPLETIONS, PARTITION, Events.bytes(user), Events.bytes("{"))))
                .getFirst();
        Await.until(
                "the partition is read to its end",
                () -> Db.number("select coalesce(max(next_offset), 0) from consumed where partition_no = ?", PARTITION)
                        == sent.offset() + 1);
        letterOf(sent, Topic.read(Topic.DEAD_LETTERS));
    }

    /** It is replayed as it is, and dies again. */
    @Test
    void aLetterThatDiesAgainHasOneOfEachHeader() {
        ProducerRecord<byte[], byte[]> again =
                new ProducerRecord<>(Topic.COMPLETIONS, PARTITION, Events.bytes(user), Events.bytes("[]"));
        again.headers()
                .add("dlq-reason", Events.bytes("an earlier one"))
                .add("dlq-done", Events.bytes("discarded"))
                .add("traceparent", Events.bytes("00-1-1-00"));
        RecordMetadata sent = Topic.send(List.of(again, good())).getFirst();
        awaitCharges();
        ConsumerRecord<byte[], byte[]> letter = letterOf(sent, Topic.read(Topic.DEAD_LETTERS));
        assertEquals("not a JSON object", header(letter, "dlq-reason"));
        assertEquals("00-1-1-00", header(letter, "traceparent"));
        // It is no mark of what somebody has done about another one.
        assertEquals(null, letter.headers().lastHeader("dlq-done"));
    }

    @Test
    void aRecordWithoutAKeyIsPutAsideWithoutOne() {
        RecordMetadata sent = Topic.send(
                        List.of(new ProducerRecord<>(Topic.COMPLETIONS, PARTITION, null, Events.bytes("[]")), good()))
                .getFirst();
        awaitCharges();
        assertEquals(null, letterOf(sent, Topic.read(Topic.DEAD_LETTERS)).key());
    }

    /** With the headers that say why it is dead it is larger than the topic that it came from takes. */
    @Test
    void aRecordOfTheLargestSizeIsPutAsideAsItCame() {
        byte[] noise = new byte[1024 * 1024 + 900];
        ThreadLocalRandom.current().nextBytes(noise);
        RecordMetadata sent = Topic.send(
                        List.of(new ProducerRecord<>(Topic.COMPLETIONS, PARTITION, Events.bytes(user), noise), good()))
                .getFirst();
        awaitCharges();
        ConsumerRecord<byte[], byte[]> letter = letterOf(sent, Topic.read(Topic.DEAD_LETTERS));
        assertEquals("not JSON, or a member is there twice", header(letter, "dlq-reason"));
        assertArrayEquals(noise, letter.value());
    }

    /** What is ignored in it is read nevertheless. Fault K4. */
    @Test
    void anEventOfTheLargestSizeIsCharged() {
        int before = Topic.read(Topic.DEAD_LETTERS).size();
        ObjectNode event = Events.succeeded(user, user, Gateway.GROK).put("ignored", "");
        event.put("ignored", "x".repeat(1024 * 1024 + 900 - Events.bytes(event).length));
        charged++;
        Topic.send(List.of(
                new ProducerRecord<>(Topic.COMPLETIONS, PARTITION, Events.bytes(user), Events.bytes(event)), good()));
        awaitCharges();
        assertEquals(before, Topic.read(Topic.DEAD_LETTERS).size());
    }

    /** Compression can make a record of any size fit into the topic; it must not stop everything behind it. */
    @Test
    void aRecordThatWasSmallOnlyByCompressionDoesNotStopTheOthers() throws Exception {
        RecordMetadata sent;
        try (KafkaProducer<byte[], byte[]> producer = Topic.producer(Map.of("compression.type", "gzip"))) {
            sent = producer.send(new ProducerRecord<>(
                            Topic.COMPLETIONS, PARTITION, Events.bytes(user), new byte[8 * 1024 * 1024]))
                    .get();
        }
        Topic.send(List.of(good()));
        awaitCharges();
        assertTooLarge(sent);
    }

    /** Fault K4. */
    @Test
    void aRecordThatIsLargerThanTheTopicTakesIsRefusedToItsProducerAndStopsNobody() {
        try (KafkaProducer<byte[], byte[]> producer = Topic.producer(Map.of())) {
            byte[] noise = new byte[1024 * 1024 + 2048];
            ThreadLocalRandom.current().nextBytes(noise);
            ExecutionException refused = assertThrows(
                    ExecutionException.class,
                    () -> producer.send(new ProducerRecord<>(Topic.COMPLETIONS, PARTITION, Events.bytes(user), noise))
                            .get());
            assertInstanceOf(RecordTooLargeException.class, refused.getCause());
        }
        Topic.send(List.of(good()));
        awaitCharges();
    }

    /** Nothing is lost and nothing passes it by: what comes after it waits until the dead letter has its place. Fault K4. */
    @Test
    void whileDeadLettersCannotBeWrittenEventsWaitAndSomebodyIsTold() {
        int before = Topic.read(Topic.DEAD_LETTERS).size();
        Topic.takesRecordsUpTo(1, Topic.DEAD_LETTERS);
        RecordMetadata sent;
        try {
            sent = sendWhatHasToWait();
            assertEquals(
                    0,
                    Db.number(
                            "select count(*) from consumed where partition_no = ? and next_offset > ?",
                            PARTITION,
                            sent.offset()));
        } finally {
            Topic.takesRecordsUpTo(2 * 1024 * 1024, Topic.DEAD_LETTERS);
        }
        awaitCharges();
        List<ConsumerRecord<byte[], byte[]>> letters = Topic.read(Topic.DEAD_LETTERS);
        assertEquals(before + 1, letters.size());
        assertEquals(
                "not a JSON object",
                header(letterOf(sent, letters), "dlq-reason").split(";", 2)[0]);
        assertEquals(0, Metrics.value("credits_events_stuck"));
    }

    /** What Kafka calls an outage: it could pass by itself, and wouldn't. Fault K4. */
    @Test
    void whileTheTopicOfDeadLettersIsGoneEventsWaitAndSomebodyIsTold() {
        Topic.delete(Topic.DEAD_LETTERS);
        RecordMetadata sent;
        try {
            sent = sendWhatHasToWait();
        } finally {
            Topic.createDeadLetters();
        }
        awaitCharges();
        ConsumerRecord<byte[], byte[]> letter = letterOf(sent, Topic.read(Topic.DEAD_LETTERS));
        assertArrayEquals(Events.bytes("[]"), letter.value());
        assertArrayEquals(Events.bytes(user), letter.key());
        assertEquals(0, Metrics.value("credits_events_stuck"));
    }

    /** A dead letter that can't be written, and an event after it. */
    private RecordMetadata sendWhatHasToWait() {
        RecordMetadata sent = Topic.send(List.of(
                        new ProducerRecord<>(Topic.COMPLETIONS, PARTITION, Events.bytes(user), Events.bytes("[]")),
                        good()))
                .getFirst();
        Await.until("somebody is told", () -> Metrics.value("credits_events_stuck") == 1);
        assertEquals(0, Db.number("select count(*) from hold where user_id = ?", user));
        return sent;
    }

    /** So that an operator's tools need not read what the service could. */
    @Test
    void aLetterWhoseIdsCanBeReadNamesThem() {
        ObjectNode event = Events.succeeded(user, "g-1", Gateway.GROK);
        event.withObject("/data").put("outcome", "DONE");
        RecordMetadata sent = Topic.send(List.of(
                        new ProducerRecord<>(Topic.COMPLETIONS, PARTITION, Events.bytes(user), Events.bytes(event)),
                        good()))
                .getFirst();
        awaitCharges();
        ConsumerRecord<byte[], byte[]> letter = letterOf(sent, Topic.read(Topic.DEAD_LETTERS));
        assertEquals(user, header(letter, "dlq-user-id"));
        assertEquals("g-1", header(letter, "dlq-generation-id"));
    }

    private void assertTooLarge(RecordMetadata sent) {
        ConsumerRecord<byte[], byte[]> letter = letterOf(sent, Topic.read(Topic.DEAD_LETTERS));
        assertEquals(
                "not JSON, or a member is there twice; too large to be copied, it is only where it came from",
                header(letter, "dlq-reason"));
    }

    private ProducerRecord<byte[], byte[]> good() {
        charged++;
        return new ProducerRecord<>(
                Topic.COMPLETIONS,
                PARTITION,
                Events.bytes(user),
                Events.bytes(Events.succeeded(user, user + charged, Gateway.GROK)));
    }

    private ProducerRecord<byte[], byte[]> record(Poison poison) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(Topic.COMPLETIONS, PARTITION, Events.bytes(user), poison.bytes());
        poison.headers().forEach((name, value) -> record.headers().add(name, Events.bytes(value)));
        return record;
    }

    private void awaitCharges() {
        Await.until(
                "all good events are charged",
                () -> Db.number("select count(*) from hold where user_id = ? and status = 'SETTLED'", user) == charged);
    }

    private static ConsumerRecord<byte[], byte[]> letterOf(
            RecordMetadata sent, List<ConsumerRecord<byte[], byte[]>> letters) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>(letters);
        found.removeIf(letter -> !header(letter, "dlq-topic").equals(sent.topic())
                || !header(letter, "dlq-partition").equals(String.valueOf(sent.partition()))
                || !header(letter, "dlq-offset").equals(String.valueOf(sent.offset())));
        assertEquals(1, found.size(), "letters of offset " + sent.offset());
        return found.getFirst();
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        List<Header> headers = StreamSupport.stream(
                        letter.headers().headers(name).spliterator(), false)
                .toList();
        assertEquals(1, headers.size(), name);
        return new String(Objects.requireNonNull(headers.getFirst().value()), StandardCharsets.UTF_8);
    }
}
