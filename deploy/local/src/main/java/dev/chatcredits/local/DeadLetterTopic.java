package dev.chatcredits.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chatcredits.local.DeadLetterTool.Failed;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters and what was done about them. That a letter was replayed or discarded is a record behind it in the same topic, a
 * mark: so everybody who looks sees it, and it is kept as long as the letters.
 */
final class DeadLetterTopic implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String DONE = "dlq-done";
    private static final String DONE_POSITION = "dlq-done-position";

    private final String name;
    private final String bootstrapServers;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;

    DeadLetterTopic(String name, String bootstrapServers, Map<String, Object> settings) {
        this.name = name;
        this.bootstrapServers = bootstrapServers;
        var both = new HashMap<>(settings);
        both.put("bootstrap.servers", bootstrapServers);
        both.put("default.api.timeout.ms", (int) PATIENCE.toMillis());
        both.put("allow.auto.create.topics", false);
        both.put("enable.auto.commit", false);
        both.put("acks", "all");
        both.put("max.request.size", 4 * 1024 * 1024);
        both.put("max.block.ms", (int) PATIENCE.toMillis());
        both.put("delivery.timeout.ms", (int) PATIENCE.toMillis());
        both.put("request.timeout.ms", (int) PATIENCE.toMillis() / 2);
        this.consumer = new KafkaConsumer<>(both, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.producer = new KafkaProducer<>(both, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** All that are kept, in the order of their partitions, with what became of them. */
    Map<DeadLetterPosition, DeadLetter> letters() {
        var letters = new LinkedHashMap<DeadLetterPosition, DeadLetter>();
        readAll(record -> {
            var mark = mark(record.headers());
            if (mark == null) {
                var letter = DeadLetter.of(record);
                letters.put(letter.position(), letter);
            } else {
                letters.computeIfPresent(mark.position(), (p, letter) -> letter.as(mark.state()));
            }
        });
        return letters;
    }

    private record Mark(DeadLetterPosition position, DeadLetter.State state) {}

    /** Null for a letter: it says why it is dead, which a mark doesn't, whatever else its sender gave it. */
    private static @Nullable Mark mark(Headers headers) {
        var done = headers.lastHeader(DONE);
        var position = headers.lastHeader(DONE_POSITION);
        if (done == null || position == null || headers.lastHeader("dlq-reason") != null) {
            return null;
        }
        return new Mark(
                DeadLetterPosition.of(new String(position.value(), UTF_8)),
                DeadLetter.State.valueOf(new String(done.value(), UTF_8).toUpperCase(Locale.ROOT)));
    }

    private void readAll(Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        var partitions = consumer.partitionsFor(name).stream()
                .map(partition -> new TopicPartition(name, partition.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new Failed("there is no topic " + name + " at " + bootstrapServers);
        }
        // One after the other: a mark is behind its letter.
        for (var partition : partitions) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = Objects.requireNonNull(
                    consumer.endOffsets(List.of(partition)).get(partition));
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofSeconds(1)).forEach(reader);
            }
        }
    }

    /** The value as it came. */
    byte @Nullable [] value(DeadLetterPosition position) {
        var partition = new TopicPartition(name, position.partition());
        consumer.assign(List.of(partition));
        consumer.seek(partition, position.offset());
        for (var end = System.nanoTime() + PATIENCE.toNanos(); System.nanoTime() < end; ) {
            for (var record : consumer.poll(Duration.ofSeconds(1))) {
                if (record.offset() == position.offset()) {
                    return record.value();
                }
            }
        }
        throw new Failed("the letter at " + position + " can't be fetched from " + bootstrapServers);
    }

    /** Returns when Kafka has it. */
    void send(ProducerRecord<byte[], byte[]> record) {
        try {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw new Failed(record.topic() + " does not take it: " + e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Notes what became of a letter. */
    void mark(DeadLetter letter, DeadLetter.State state) {
        var mark = new ProducerRecord<byte[], byte[]>(name, letter.position().partition(), letter.key(), null);
        mark.headers()
                .add(DONE, state.word().getBytes(UTF_8))
                .add(DONE_POSITION, letter.position().toString().getBytes(UTF_8));
        send(mark);
    }

    @Override
    public void close() {
        producer.close(PATIENCE);
        consumer.close();
    }
}
