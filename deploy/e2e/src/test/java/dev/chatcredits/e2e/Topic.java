package dev.chatcredits.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Another producer of {@code generation-completed}, which knows no more of us than the contract. */
record Topic(String bootstrapServers) {

    private static final String NAME = "generation-completed";
    private static final String GROUP = "credit-service";

    /** A generation that succeeded just now, as a CloudEvent in structured mode. */
    void succeeded(String userId, String generationId, String modelId) {
        succeeded(userId, generationId, modelId, 1);
    }

    /** The same; says when the event was given to Kafka. */
    Instant succeededAt(String userId, String generationId, String modelId) {
        return send(List.of(new ProducerRecord<>(NAME, userId, event(userId, generationId, modelId))));
    }

    /** The same event many times. */
    void succeeded(String userId, String generationId, String modelId, int times) {
        send(new ProducerRecord<>(NAME, userId, event(userId, generationId, modelId)), times);
    }

    /** The same in binary mode: the envelope in headers. */
    void succeededInBinaryMode(String userId, String generationId, String modelId) {
        ProducerRecord<String, String> event = new ProducerRecord<>(NAME, userId, data(userId, generationId, modelId));
        envelope(userId, generationId).forEach((name, value) -> event.headers().add(name, value.getBytes(UTF_8)));
        send(event, 1);
    }

    /** The headers of an event in binary mode. */
    static Map<String, String> envelope(String userId, String generationId) {
        return Map.of(
                "ce_specversion", "1.0",
                "ce_id", generationId,
                "ce_type", "generation.completed.v1",
                "ce_source", "/batch-jobs",
                "ce_subject", userId,
                "content-type", "application/json");
    }

    /** Generations that succeeded just now, by their ids, and whose they are; in this order, in one partition. */
    void succeeded(int partition, Map<String, String> usersByGeneration, String modelId) {
        send(usersByGeneration.entrySet().stream()
                .map(e -> new ProducerRecord<>(NAME, partition, e.getValue(), event(e.getValue(), e.getKey(), modelId)))
                .toList());
    }

    /** A success of somebody, for one partition. */
    record Success(int partition, String userId, String generationId, String modelId) {}

    /** In this order. */
    void succeeded(List<Success> events) {
        send(events.stream()
                .map(e -> new ProducerRecord<>(
                        NAME, e.partition(), e.userId(), event(e.userId(), e.generationId(), e.modelId())))
                .toList());
    }

    void unreadable(String key, String value) {
        send(new ProducerRecord<>(NAME, key, value), 1);
    }

    /** How many records there ever were in it, in that of the dead letters, and in that of the balances. */
    Map<String, Long> ends() {
        try (KafkaConsumer<String, String> consumer = consumer()) {
            return Stream.of(NAME, NAME + "-dlq", "credit-balance-changed")
                    .collect(toMap(
                            name -> name,
                            name -> consumer.endOffsets(partitions(consumer, name)).values().stream()
                                    .mapToLong(Long::longValue)
                                    .sum()));
        }
    }

    /** How many partitions each consumer of the credit services reads; empty while they are being given out anew. */
    List<Integer> partitionsOfConsumers() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            ConsumerGroupDescription group = Objects.requireNonNull(admin.describeConsumerGroups(List.of(GROUP))
                            .describedGroups()
                            .get(GROUP))
                    .get(60, TimeUnit.SECONDS);
            return group.groupState() == GroupState.STABLE
                    ? group.members().stream()
                            .map(member -> member.assignment().topicPartitions().size())
                            .toList()
                    : List.of();
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The reasons of the dead letters with a key. */
    List<String> reasons(String key) {
        List<String> reasons = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = consumer()) {
            List<TopicPartition> partitions = partitions(consumer, NAME + "-dlq");
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < Objects.requireNonNull(ends.get(p)))) {
                for (ConsumerRecord<String, String> dead : consumer.poll(Duration.ofMillis(200))) {
                    // What deploy/dlq notes behind a letter isn't one.
                    if (key.equals(dead.key()) && dead.headers().lastHeader("dlq-done") == null) {
                        reasons.add(new String(
                                dead.headers().lastHeader("dlq-reason").value(), UTF_8));
                    }
                }
            }
        }
        return reasons;
    }

    private KafkaConsumer<String, String> consumer() {
        return new KafkaConsumer<>(Map.of(
                "bootstrap.servers", bootstrapServers,
                "key.deserializer", StringDeserializer.class,
                "value.deserializer", StringDeserializer.class));
    }

    private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String name) {
        return consumer.partitionsFor(name).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
    }

    private void send(ProducerRecord<String, String> event, int times) {
        send(Collections.nCopies(times, event));
    }

    private Instant send(List<ProducerRecord<String, String>> events) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "acks",
                "all",
                "key.serializer",
                StringSerializer.class,
                "value.serializer",
                StringSerializer.class);
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(settings)) {
            List<Future<RecordMetadata>> sent =
                    events.stream().map(producer::send).toList();
            long last = 0;
            for (Future<RecordMetadata> each : sent) {
                last = each.get(60, TimeUnit.SECONDS).timestamp();
            }
            return Instant.ofEpochMilli(last);
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of a generation that succeeded just now. */
    String event(String userId, String generationId, String modelId) {
        return """
            {"specversion": "1.0", "id": "%s", "type": "generation.completed.v1", "source": "/batch-jobs",
             "subject": "%s", "time": "%s", "datacontenttype": "application/json", "data": %s}
            """.formatted(generationId, userId, now(), data(userId, generationId, modelId));
    }

    static String data(String userId, String generationId, String modelId) {
        return """
            {"generationId": "%s", "userId": "%s", "modelId": "%s", "outcome": "SUCCEEDED", "finishReason": "stop",
             "usage": {"promptTokens": 12, "completionTokens": 80, "source": "PROVIDER"}, "completedAt": "%s"}
            """.formatted(generationId, userId, modelId, now());
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
