package dev.chatcredits.gateway.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** All records of a topic, or of all topics, as they lie there. */
public final class Records {

    private Records() {}

    /** Key, value and headers of each record of these topics, in one text each. */
    public static List<String> of(int kafkaPort, String... topics) {
        try (var consumer = consumer(kafkaPort)) {
            var partitions = Set.of(topics).stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(it -> new TopicPartition(it.topic(), it.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            var records = new ArrayList<String>();
            while (partitions.stream().anyMatch(it -> consumer.position(it) < Objects.requireNonNull(ends.get(it)))) {
                consumer.poll(Duration.ofMillis(200)).forEach(each -> records.add(text(each)));
            }
            return records;
        }
    }

    /** Of all topics that there are, Kafka's own included. */
    public static List<String> ofAll(int kafkaPort) {
        String[] topics;
        try (var consumer = consumer(kafkaPort)) {
            topics = consumer.listTopics().keySet().toArray(String[]::new);
        }
        return of(kafkaPort, topics);
    }

    private static KafkaConsumer<byte[], byte[]> consumer(int kafkaPort) {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", "127.0.0.1:" + kafkaPort, "exclude.internal.topics", false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private static String text(ConsumerRecord<byte[], byte[]> each) {
        var text = new StringBuilder(each.topic());
        for (var part : new byte[][] {each.key(), each.value()}) {
            text.append(' ').append(part == null ? "" : new String(part, UTF_8));
        }
        each.headers()
                .forEach(header ->
                        text.append(' ').append(header.key()).append('=').append(new String(header.value(), UTF_8)));
        return text.toString();
    }
}
