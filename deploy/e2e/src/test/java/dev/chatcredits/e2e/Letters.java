package dev.chatcredits.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Records of bytes, whatever they are, in {@code generation-completed} and among its dead letters. */
record Letters(String bootstrapServers) {

    private static final String EVENTS = "generation-completed";

    /** Compressed, so that the topic takes it even when it is larger than a dead letter may be. */
    void event(String key, byte[] value) {
        send(new ProducerRecord<>(EVENTS, key.getBytes(UTF_8), value));
    }

    /** As if an earlier version of the service had put it aside. */
    void dead(String key, Map<String, String> headers, byte @Nullable [] value) {
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(EVENTS + "-dlq", key.getBytes(UTF_8), value);
        headers.forEach((name, text) -> letter.headers().add(name, text.getBytes(UTF_8)));
        letter.headers()
                .add("dlq-reason", "not understood".getBytes(UTF_8))
                .add("dlq-topic", EVENTS.getBytes(UTF_8))
                .add("dlq-partition", "0".getBytes(UTF_8))
                .add("dlq-offset", "0".getBytes(UTF_8));
        send(letter);
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "compression.type",
                "gzip",
                "max.request.size",
                16 * 1024 * 1024);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(record).get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An event as it is in the topic. */
    record Event(Map<String, String> headers, String value) {}

    /** Those with a key. */
    List<Event> events(String key) {
        List<Event> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(EVENTS).stream()
                    .map(partition -> new TopicPartition(EVENTS, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < Objects.requireNonNull(ends.get(p)))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (record.key() != null && key.equals(new String(record.key(), UTF_8))) {
                        found.add(new Event(texts(record.headers()), new String(record.value(), UTF_8)));
                    }
                }
            }
        }
        return found;
    }

    private static Map<String, String> texts(Headers headers) {
        Map<String, String> texts = new TreeMap<>();
        for (Header header : headers) {
            texts.put(header.key(), new String(header.value(), UTF_8));
        }
        return texts;
    }
}
