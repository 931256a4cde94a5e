package dev.chatcredits.credit.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatcredits.credit.catalog.Catalog;
import dev.chatcredits.credit.ledger.Anchor;
import dev.chatcredits.credit.ledger.Command;
import dev.chatcredits.credit.ledger.GenerationId;
import dev.chatcredits.credit.ledger.UserId;
import dev.chatcredits.credit.support.Contract;
import dev.chatcredits.credit.support.Events;
import dev.chatcredits.credit.support.Topic;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class LetterReaderTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Contract CONTRACT = Contract.of(Topic.COMPLETIONS);

    @Test
    void theExamplesOfTheContractAreRead() {
        List<JsonNode> examples = CONTRACT.examples();
        assertFalse(examples.isEmpty());
        for (JsonNode example : examples) {
            JsonNode data = example.path("data");
            UserId user = new UserId(data.path("userId").textValue());
            GenerationId generation = new GenerationId(data.path("generationId").textValue());
            String model = data.path("modelId").textValue();
            Command expected = data.path("outcome").textValue().equals("FAILED")
                    ? new Command.Release(user, generation, data.path("attempt").textValue())
                    : new Command.Settle(
                            user,
                            generation,
                            model,
                            model.equals("openai/gpt-5.1") ? 2L : 1L,
                            OffsetDateTime.parse(data.path("completedAt").textValue())
                                    .toInstant());
            assertEquals(expected, read(Optional.of(1L), example.toString()).command());
        }
    }

    /** Whoever keeps to the schema is understood. Times, equal ids and half characters are what a schema can't say. */
    @Test
    void whatIsWrongWithTheDataTheContractSaysToo() throws IOException {
        List<Poison> poisons = Poison.ofAllKinds().stream()
                .filter(poison ->
                        poison.reason().startsWith("data.") && poison.headers().isEmpty())
                .filter(poison -> !poison.reason().contains("more than"))
                .filter(poison -> !String.valueOf(poison.value()).contains("\\ud800"))
                .toList();
        assertFalse(poisons.isEmpty());
        for (Poison poison : poisons) {
            JsonNode event = new ObjectMapper().readTree(poison.bytes());
            assertFalse(CONTRACT.complaints(event).isEmpty(), () -> "the schema takes " + event);
        }
    }

    @Test
    void anEventIsTakenUpTo37DaysAfterItsGenerationAnd5MinutesBefore() {
        assertGood(NOW.minus(Duration.ofDays(37)));
        assertDead(NOW.minus(Duration.ofDays(37)).minusSeconds(1));
        assertGood(NOW.plus(Duration.ofMinutes(5)));
        assertDead(NOW.plus(Duration.ofMinutes(5)).plusSeconds(1));
    }

    /** Whether it can be charged all the same is for its hold to say. */
    @Test
    void aModelWithoutAPriceIsReadWithNoneWhereTheOperatorSaysSo() {
        String event =
                Events.at(NOW, Events.succeeded("alice", "g", "unheard/of")).toString();
        Command.Settle settle = assertInstanceOf(
                Command.Settle.class, read(Optional.empty(), event).command());
        assertEquals(null, settle.price());
        String failed = event.replace("SUCCEEDED", "FAILED");
        assertInstanceOf(Command.Release.class, read(Optional.empty(), failed).command(), "there is nothing to charge");
    }

    /** Kafka lets a header have no value. */
    @Test
    void aHeaderWithoutAValueIsAsGoodAsNone() {
        String data =
                Events.at(NOW, Events.succeeded("alice", "g", "m")).path("data").toString();
        ConsumerRecord<byte[], byte[]> record = record(data);
        record.headers()
                .add("ce_specversion", Events.bytes("1.0"))
                .add("ce_type", Events.bytes("generation.completed.v1"))
                .add("ce_id", Events.bytes("g"))
                .add("ce_subject", null);
        assertInstanceOf(Letter.Good.class, reader(Optional.of(1L)).read(record));
    }

    /** CloudEvents' Kafka binding, 3: a structured event may have its attributes in headers, too. */
    @Test
    void theContentTypeSaysThatAnEventIsStructuredWhateverItsHeadersAre() {
        ObjectNode event = Events.at(NOW, Events.succeeded("alice", "g", "m"));
        for (String type : List.of(
                "application/cloudevents+json",
                "application/cloudevents+json; charset=UTF-8",
                "Application/CloudEvents+JSON")) {
            ConsumerRecord<byte[], byte[]> record = enveloped(event.toString(), type);
            assertInstanceOf(Letter.Good.class, reader(Optional.of(1L)).read(record), type);
        }
        for (String type : List.of("application/json", "")) {
            ConsumerRecord<byte[], byte[]> record = enveloped(event.path("data").toString(), type);
            assertInstanceOf(Letter.Good.class, reader(Optional.of(1L)).read(record), type);
        }
    }

    private static ConsumerRecord<byte[], byte[]> enveloped(String value, String contentType) {
        ConsumerRecord<byte[], byte[]> record = record(value);
        record.headers()
                .add("ce_specversion", Events.bytes("1.0"))
                .add("ce_type", Events.bytes("generation.completed.v1"))
                .add("ce_id", Events.bytes("g"))
                .add("content-type", Events.bytes(contentType));
        return record;
    }

    @Test
    void aDeadLetterWhoseIdsCanBeReadNamesThem() {
        String event = Events.at(NOW, Events.succeeded("alice", "g", "m")).toString();
        Letter.Dead dead =
                assertInstanceOf(Letter.Dead.class, letter(Optional.of(1L), event.replace("SUCCEEDED", "UNKNOWN")));
        assertEquals(Optional.of(new Letter.Ids(new UserId("alice"), new GenerationId("g"))), dead.ids());
        Letter.Dead unreadable =
                assertInstanceOf(Letter.Dead.class, letter(Optional.of(1L), event.replace("userId", "user")));
        assertEquals(Optional.empty(), unreadable.ids());
    }

    private static void assertGood(Instant completedAt) {
        read(
                Optional.of(1L),
                Events.at(completedAt, Events.succeeded("alice", "g", "m")).toString());
    }

    private static void assertDead(Instant completedAt) {
        assertInstanceOf(
                Letter.Dead.class,
                letter(
                        Optional.of(1L),
                        Events.at(completedAt, Events.succeeded("alice", "g", "m"))
                                .toString()));
    }

    private static Letter.Good read(Optional<Long> defaultCost, String value) {
        return assertInstanceOf(Letter.Good.class, letter(defaultCost, value), value);
    }

    private static Letter letter(Optional<Long> defaultCost, String value) {
        return reader(defaultCost).read(record(value));
    }

    private static ConsumerRecord<byte[], byte[]> record(String value) {
        return new ConsumerRecord<>(Topic.COMPLETIONS, 0, 0, Events.bytes("alice"), Events.bytes(value));
    }

    private static LetterReader reader(Optional<Long> defaultCost) {
        Catalog catalog = new Catalog(
                Map.of(),
                Map.of(),
                Map.of("openai/gpt-5.1", new Catalog.Model("openai/gpt-5.1", "GPT", 2)),
                defaultCost,
                new Anchor(LocalDate.of(2026, 1, 1), ZoneOffset.UTC));
        return new LetterReader(catalog, Clock.fixed(NOW, ZoneOffset.UTC));
    }
}
