package dev.chatcredits.e2e.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chatcredits.e2e.chaos.Ask.Model;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Those who send events beside the gateway: good ones, at times more than once, failed ones, copies of the gateway's own, and
 * records that nobody can read.
 */
final class OtherProducers implements AutoCloseable {

    private static final String TOPIC = "generation-completed";
    private static final Duration LIMIT = Duration.ofMinutes(4);

    /** Every so many requests; in between, the other kinds. */
    private static final int EVERY = 12;

    /**
     * An event that was acknowledged.
     *
     * @param price 0 for a failed one
     */
    record Event(String user, String generationId, int price) {}

    private final People people;
    private final KafkaProducer<String, String> producer;
    private final List<Event> events = new ArrayList<>();
    private final List<String> poison = new ArrayList<>();
    private final Queue<Future<RecordMetadata>> sent = new ConcurrentLinkedQueue<>();

    /** A producer that has lost its broker keeps those waiting who send: the chats have to go on meanwhile. */
    private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();

    private int count;

    OtherProducers(String bootstrapServers, People people) {
        this.people = people;
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "acks",
                        "all",
                        "delivery.timeout.ms",
                        (int) LIMIT.toMillis(),
                        "max.block.ms",
                        LIMIT.toMillis(),
                        "request.timeout.ms",
                        5_000,
                        "reconnect.backoff.max.ms",
                        1_000),
                new StringSerializer(),
                new StringSerializer());
        producer.partitionsFor(TOPIC);
    }

    /** Sends now and then what the seed's script has beside a request; the same for the same request. */
    void sendWith(Ask ask) {
        switch (count++ % EVERY) {
            case 2 -> event(ask, 1, false);
            case 5 -> event(ask, 3, true);
            case 8 -> failed(ask);
            case 11 -> poison(ask);
            default -> {}
        }
    }

    /** A copy of the gateway's event, by somebody who has heard of the same generation. */
    void repeat(Observed complete) {
        String id = complete.generationId();
        if (id != null && id.hashCode() % EVERY == 0) {
            send(structured(complete.user(), id, complete.ask().model(), "SUCCEEDED"));
        }
    }

    private void event(Ask ask, int times, boolean binary) {
        String user = people.user(ask.who());
        String id = people.prefix() + "other-" + count;
        for (int i = 0; i < times; i++) {
            send(binary && i % 2 == 1 ? binary(user, id, ask.model()) : structured(user, id, ask.model(), "SUCCEEDED"));
        }
        events.add(new Event(user, id, ask.model().price));
    }

    private void failed(Ask ask) {
        String user = people.user(ask.who());
        String id = people.prefix() + "other-" + count;
        send(structured(user, id, ask.model(), "FAILED"));
        events.add(new Event(user, id, 0));
    }

    private void poison(Ask ask) {
        String user = people.user(ask.who());
        String mark = people.prefix() + "poison-" + count;
        String good = structured(user, mark, Model.OPUS, "SUCCEEDED").value();
        String value = switch (count / EVERY % 5) {
            case 0 -> mark;
            case 1 -> "[\"" + mark + "\"]";
            case 2 -> good.replace("generation.completed.v1", "generation.completed.v9");
            case 3 -> good.replace("\"SUCCEEDED\"", "\"PERHAPS\"");
            default -> good.replace("\"id\": \"", "\"id\": \"not-");
        };
        send(new ProducerRecord<>(TOPIC, user, value));
        poison.add(value);
    }

    /** What was sent, when all of it is acknowledged. */
    List<Event> events() {
        awaitAcknowledgements();
        return List.copyOf(events);
    }

    /** The values of what nobody can read, when all of them are acknowledged. */
    List<String> poison() {
        awaitAcknowledgements();
        return List.copyOf(poison);
    }

    private void awaitAcknowledgements() {
        for (Future<RecordMetadata> each = sent.poll(); each != null; each = sent.poll()) {
            try {
                each.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException | InterruptedException e) {
                throw new IllegalStateException("an event of another producer was not acknowledged", e);
            }
        }
    }

    private void send(ProducerRecord<String, String> event) {
        sent.add(senders.submit(() -> producer.send(event).get()));
    }

    private static ProducerRecord<String, String> structured(String user, String id, Model model, String outcome) {
        return new ProducerRecord<>(TOPIC, user, """
                {"specversion": "1.0", "id": "%s", "type": "generation.completed.v1", "source": "/batch-jobs",
                 "subject": "%s", "time": "%s", "datacontenttype": "application/json", "data": %s}
                """.formatted(id, user, now(), data(user, id, model, outcome)));
    }

    private static ProducerRecord<String, String> binary(String user, String id, Model model) {
        ProducerRecord<String, String> event = new ProducerRecord<>(TOPIC, user, data(user, id, model, "SUCCEEDED"));
        Map.of(
                        "specversion",
                        "1.0",
                        "id",
                        id,
                        "type",
                        "generation.completed.v1",
                        "source",
                        "/batch-jobs",
                        "subject",
                        user)
                .forEach((name, value) -> event.headers().add("ce_" + name, value.getBytes(UTF_8)));
        return event;
    }

    private static String data(String user, String id, Model model, String outcome) {
        return """
                {"generationId": "%s", "userId": "%s", "modelId": "%s", "outcome": "%s", "finishReason": "stop",
                 "completedAt": "%s"}
                """.formatted(id, user, model.id, outcome, now());
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public void close() {
        senders.shutdownNow();
        producer.close(Duration.ofSeconds(10));
    }
}
