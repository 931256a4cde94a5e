package dev.chatcredits.credit.completion;

import static dev.chatcredits.credit.support.Gateway.GPT;
import static dev.chatcredits.credit.support.Gateway.GROK;
import static dev.chatcredits.credit.support.Gateway.OPUS;
import static dev.chatcredits.credit.support.Gateway.PRO;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatcredits.credit.support.Admin;
import dev.chatcredits.credit.support.Await;
import dev.chatcredits.credit.support.Db;
import dev.chatcredits.credit.support.Events;
import dev.chatcredits.credit.support.Fresh;
import dev.chatcredits.credit.support.Gateway;
import dev.chatcredits.credit.support.RealParts;
import dev.chatcredits.credit.support.Routes;
import dev.chatcredits.credit.support.Tokens;
import dev.chatcredits.credit.support.Topic;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is reported complete is charged, once. */
@QuarkusTest
@TestProfile(RealParts.class)
class CompletionConsumerTest {

    /** What is stored of it is nobody's business but the test's. */
    private static final int OF_NO_BROKER = 77;

    @Inject
    CompletionConsumer consumer;

    private final String user = Fresh.user();
    private final String generation = Fresh.generation();

    @AfterEach
    void theBooksAreRight() {
        Admin.assertThatTheAuditFindsNothing();
    }

    @Test
    void aSuccessChargesItsHoldWhateverItSaysAboutTheModel() {
        Gateway.hold(user, generation, OPUS);
        Topic.send(user, Events.succeeded(user, generation, GROK));
        awaitStatus("SETTLED", generation);
        JsonPath balance = Gateway.balance(user);
        assertEquals(5, balance.getInt("used"));
        assertEquals(0, balance.getInt("held"));
    }

    @Test
    void aFailureGivesTheCreditsBack() {
        Gateway.hold(user, generation, OPUS);
        Topic.send(user, Events.failed(user, generation));
        awaitStatus("RELEASED", generation);
        assertEquals(50, Gateway.remaining(user));
    }

    /** Fault G5. What the gateway can't say over REST it says by an event, with the same care. */
    @Test
    void aFailureOfAnAttemptEndsNoHoldOfAnother() {
        Map<String, @Nullable Object> body = Gateway.holdBody(user, OPUS, Gateway.subscription(PRO, Instant.EPOCH));
        body.put("attempt", "first");
        Gateway.hold(generation, body).then().statusCode(201);
        Topic.send(user, failed("second"));
        charge(GROK);
        assertEquals("HELD", Gateway.status(user, generation));
        Topic.send(user, failed("first"));
        awaitStatus("RELEASED", generation);
    }

    private ObjectNode failed(String attempt) {
        ObjectNode event = Events.failed(user, generation);
        event.withObject("/data").put("attempt", attempt);
        return event;
    }

    @Test
    void aFailureAfterASuccessChangesNothing() {
        Gateway.hold(user, generation, OPUS);
        Topic.send(user, Events.succeeded(user, generation, OPUS));
        Topic.send(user, Events.failed(user, generation));
        charge(GROK);
        assertEquals("SETTLED", Gateway.status(user, generation));
        assertEquals(44, Gateway.remaining(user));
    }

    @Test
    void aSuccessWithoutAHoldIsChargedAtTheModelsPrice() {
        Gateway.subscribe(user, PRO, Instant.EPOCH);
        charge(GPT);
        assertEquals(48, Gateway.remaining(user));
        charge("unheard/of");
        assertEquals(47, Gateway.remaining(user), "the default");
    }

    @Test
    void aSuccessOfSomebodyWithoutAPlanIsDebt() {
        charge(OPUS);
        JsonPath balance = Gateway.balance(user);
        assertEquals(5, balance.getInt("debt"));
        assertEquals(0, balance.getInt("remaining"));
    }

    /** Fault K3. */
    @Test
    void tenDeliveriesOfTwoHundredEventsAreTwoHundredDeductions() {
        List<String> users = Stream.generate(Fresh::user).limit(20).toList();
        List<ProducerRecord<byte[], byte[]>> deliveries = new ArrayList<>();
        for (String one : users) {
            for (int i = 0; i < 10; i++) {
                String id = Fresh.generation();
                // Some have a hold, some don't.
                if (i % 2 == 0) {
                    Gateway.hold(one, id, GROK).then().statusCode(201);
                }
                ProducerRecord<byte[], byte[]> record = record(one, Events.succeeded(one, id, GROK));
                deliveries.addAll(Collections.nCopies(10, record));
            }
        }
        Collections.shuffle(deliveries, new Random(7));
        Topic.send(deliveries);
        String last = "last";
        users.forEach(one -> Topic.send(one, Events.succeeded(one, last + one, GROK)));
        users.forEach(one -> Await.until(
                "all events of " + one, () -> Gateway.look(one, last + one).statusCode() == 200));
        users.forEach(one -> assertEquals(11, Gateway.balance(one).getInt("used"), one));
    }

    @Test
    void binaryModeIsTakenToo() {
        ObjectNode event = Events.succeeded(user, generation, GPT);
        ProducerRecord<byte[], byte[]> record = record(user, event.path("data"));
        for (String attribute : List.of("specversion", "id", "type", "source", "subject", "time")) {
            record.headers()
                    .add("ce_" + attribute, Events.bytes(event.path(attribute).textValue()));
        }
        record.headers().add("content-type", Events.bytes("application/json"));
        Topic.send(List.of(record));
        awaitStatus("SETTLED", generation);
    }

    @Test
    void whatAProducerAddsIsIgnoredAndWhatIsOptionalCanBeLeftOut() {
        ObjectNode event = Events.succeeded(user, generation, GPT);
        event.remove(List.of("subject", "time", "datacontenttype", "source"));
        event.put("traceparent", "00-1-1-00").putObject("extension").put("a", 1);
        event.withObject("/data").put("charged", 4711).putArray("tags").add(1);
        Topic.send(user, event);
        awaitStatus("SETTLED", generation);
        assertEquals(2, Gateway.balance(user).getInt("debt"));
    }

    @Test
    void theKeyDoesNotMatterForWhoIsCharged() {
        Topic.send("somebody else", Events.succeeded(user, generation, GPT));
        awaitStatus("SETTLED", generation);
    }

    @Test
    void aGenerationOfAnEarlierPeriodIsChargedToThatPeriod() {
        Gateway.subscribe(user, PRO, Instant.EPOCH);
        Instant past = Instant.now().minus(Duration.ofDays(36));
        Topic.send(user, Events.at(past, Events.succeeded(user, generation, OPUS)));
        awaitStatus("SETTLED", generation);
        JsonPath balance = Gateway.balance(user);
        assertEquals(50, balance.getInt("remaining"));
        assertEquals(0, balance.getInt("debt"));
        Routes.with(Tokens.SERVICE)
                .get(Routes.entries(user))
                .then()
                .body("entries.find { it.kind == 'DEBT' && it.credits == -5 }.generationId", is(generation));
    }

    @Test
    void aProducersClockMayBeAheadByMinutes() {
        Instant future = Instant.now().plus(Duration.ofMinutes(4));
        Topic.send(user, Events.at(future, Events.succeeded(user, generation, GPT)));
        awaitStatus("SETTLED", generation);
    }

    /** Lesson openmeter#5118. */
    @Test
    void thePositionIsWrittenWithTheCharges() {
        RecordMetadata sent = Topic.send(List.of(record(user, Events.succeeded(user, generation, GPT))))
                .getFirst();
        awaitStatus("SETTLED", generation);
        assertEquals(
                1,
                Db.number(
                        "select count(*) from consumed where partition_no = ? and next_offset = ?",
                        sent.partition(),
                        sent.offset() + 1),
                "the partition was read up to here");
    }

    /**
     * A partition that the service loses is cut out of the batches that wait, with Kafka's word on where all of them end. What is left counts
     * for as much as it has; who gets the partition has the same events again, and more. Fault K3.
     */
    @Test
    void aBatchThatWasCutByARebalanceIsAppliedAsFarAsItGoesAndTheRestWithTheNext() {
        TopicPartition ours = new TopicPartition(Topic.COMPLETIONS, OF_NO_BROKER);
        List<ConsumerRecord<byte[], byte[]>> events = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            events.add(new ConsumerRecord<>(
                    ours.topic(),
                    ours.partition(),
                    i,
                    Events.bytes(user),
                    Events.bytes(Events.succeeded(user, generation + i, GROK))));
        }
        // As the connector makes it.
        ConsumerRecords<byte[], byte[]> cut = new ConsumerRecords<>(Map.of(ours, events.subList(0, 2)), Map.of());
        ConsumerRecords<byte[], byte[]> whole =
                new ConsumerRecords<>(Map.of(ours, events), Map.of(ours, new OffsetAndMetadata(6)));
        Gateway.subscribe(user, PRO, Instant.EPOCH);
        try {
            consumed(cut, 2, 2);
            consumed(whole, 4, 6);
            consumed(cut, 4, 6);
        } finally {
            Db.update("delete from consumed where partition_no = " + OF_NO_BROKER);
        }
    }

    private void consumed(ConsumerRecords<byte[], byte[]> batch, int used, long position) {
        consumer.consume(batch).await().atMost(Duration.ofSeconds(20));
        assertEquals(used, Gateway.balance(user).getInt("used"));
        assertEquals(position, Db.number("select max(next_offset) from consumed where partition_no = ?", OF_NO_BROKER));
    }

    private void charge(String model) {
        String id = Fresh.generation();
        Topic.send(user, Events.succeeded(user, id, model));
        awaitStatus("SETTLED", id);
    }

    private void awaitStatus(String status, String id) {
        Await.until(
                id + " is " + status,
                () -> Gateway.look(user, id).statusCode() == 200
                        && Gateway.status(user, id).equals(status));
    }

    private static ProducerRecord<byte[], byte[]> record(String key, JsonNode value) {
        return new ProducerRecord<>(Topic.COMPLETIONS, Events.bytes(key), Events.bytes(value));
    }
}
