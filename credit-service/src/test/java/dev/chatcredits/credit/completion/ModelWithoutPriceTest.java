package dev.chatcredits.credit.completion;

import static dev.chatcredits.credit.support.Gateway.OPUS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatcredits.credit.account.Ledger;
import dev.chatcredits.credit.catalog.Catalog;
import dev.chatcredits.credit.support.Admin;
import dev.chatcredits.credit.support.Db;
import dev.chatcredits.credit.support.Events;
import dev.chatcredits.credit.support.Fresh;
import dev.chatcredits.credit.support.Gateway;
import dev.chatcredits.credit.support.RealParts;
import dev.chatcredits.credit.support.Topic;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The operator has taken a model out of the catalog, and refuses what has no price: events about it are still on their way. */
@QuarkusTest
@TestProfile(RealParts.class)
class ModelWithoutPriceTest {

    /** What is stored of it is nobody's business but the test's. */
    private static final int OF_NO_BROKER = 78;

    private final String user = Fresh.user();

    @Inject
    Catalog catalog;

    @Inject
    Clock clock;

    @Inject
    Ledger ledger;

    @Inject
    DeadLetters deadLetters;

    @Inject
    Progress progress;

    @Inject
    Patience patience;

    @Inject
    CompletionTopic topic;

    @AfterEach
    void theBooksAreRight() {
        Db.update("delete from consumed where partition_no = " + OF_NO_BROKER);
        Admin.assertThatTheAuditFindsNothing();
    }

    @Test
    void aSuccessIsChargedWhatWasHeldAndOnlyOneWithoutAHoldIsDead() {
        String held = Fresh.generation();
        String never = Fresh.generation();
        Gateway.hold(user, held, OPUS).then().statusCode(201);
        consume(List.of(never, held));
        assertEquals("SETTLED", Gateway.status(user, held));
        assertEquals(45, Gateway.remaining(user));
        Gateway.look(user, never).then().statusCode(404);
        assertEquals(1, lettersOf(never));
        assertEquals(0, lettersOf(held));
        assertEquals(1, Db.number("select count(*) from dead_letter where generation_id = ?", never));
        assertEquals(2, Db.number("select next_offset from consumed where partition_no = ?", OF_NO_BROKER));
    }

    private void consume(List<String> generations) {
        CompletionConsumer consumer = new CompletionConsumer(
                new LetterReader(withoutPrices(catalog), clock), ledger, deadLetters, progress, patience, topic);
        TopicPartition partition = new TopicPartition(Topic.COMPLETIONS, OF_NO_BROKER);
        List<ConsumerRecord<byte[], byte[]>> records = Stream.iterate(0, i -> i < generations.size(), i -> i + 1)
                .map(i -> new ConsumerRecord<>(
                        partition.topic(),
                        partition.partition(),
                        i,
                        Events.bytes(user),
                        Events.bytes(Events.succeeded(user, generations.get(i), OPUS))))
                .toList();
        consumer.consume(new ConsumerRecords<>(Map.of(partition, records), Map.of()))
                .await()
                .atMost(Duration.ofSeconds(20));
    }

    private static Catalog withoutPrices(Catalog catalog) {
        return new Catalog(catalog.plans(), catalog.features(), Map.of(), Optional.empty(), catalog.anchor());
    }

    private static long lettersOf(String generation) {
        return Topic.read(Topic.DEAD_LETTERS).stream()
                .filter(letter -> header(letter, "dlq-generation-id").equals(generation)
                        && header(letter, "dlq-reason").equals("data.modelId has no price"))
                .count();
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        return Optional.ofNullable(letter.headers().lastHeader(name))
                .map(header -> new String(header.value(), StandardCharsets.UTF_8))
                .orElse("");
    }
}
