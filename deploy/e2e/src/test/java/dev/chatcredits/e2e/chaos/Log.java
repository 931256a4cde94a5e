package dev.chatcredits.e2e.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads what Kafka has. */
record Log(String bootstrapServers) {

    static final String EVENTS = "generation-completed";
    static final String DEAD_LETTERS = "generation-completed-dlq";

    /** A record of the DLQ: its value, and where it lay before it died. */
    record DeadLetter(String value, String origin) {}

    /** By partition. */
    Map<Integer, Long> ends(String topic) {
        try (KafkaConsumer<String, String> consumer = consumer()) {
            Map<Integer, Long> ends = new HashMap<>();
            consumer.endOffsets(partitions(consumer, topic)).forEach((at, end) -> ends.put(at.partition(), end));
            return ends;
        }
    }

    /** The dead letters that came after. */
    List<DeadLetter> deadLettersSince(Map<Integer, Long> starts) {
        List<DeadLetter> letters = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = consumer()) {
            List<TopicPartition> partitions = partitions(consumer, DEAD_LETTERS);
            consumer.assign(partitions);
            partitions.forEach(at -> consumer.seek(at, starts.getOrDefault(at.partition(), 0L)));
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(at -> consumer.position(at) < Objects.requireNonNull(ends.get(at)))) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> letters.add(letter(record)));
            }
        }
        return letters;
    }

    private static DeadLetter letter(ConsumerRecord<String, String> record) {
        return new DeadLetter(
                String.valueOf(record.value()),
                header(record, "dlq-topic") + "-" + header(record, "dlq-partition") + "@"
                        + header(record, "dlq-offset"));
    }

    private static String header(ConsumerRecord<String, String> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "?" : new String(header.value(), UTF_8);
    }

    private static List<TopicPartition> partitions(KafkaConsumer<String, String> consumer, String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    private KafkaConsumer<String, String> consumer() {
        return new KafkaConsumer<>(Map.of(
                "bootstrap.servers", bootstrapServers,
                "key.deserializer", StringDeserializer.class,
                "value.deserializer", StringDeserializer.class));
    }
}
