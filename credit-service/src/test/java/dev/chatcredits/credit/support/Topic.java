package dev.chatcredits.credit.support;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chatcredits.testing.PlatformPart;
import dev.chatcredits.testing.PlatformPart.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What is written into topics and read from them beside the service. */
public final class Topic {

    public static final String COMPLETIONS = "generation-completed";
    public static final String DEAD_LETTERS = "generation-completed-dlq";
    public static final String BALANCES = "credit-balance-changed";

    private Topic() {}

    /** Acknowledged by Kafka when this returns. */
    public static void send(String user, JsonNode event) {
        send(List.of(new ProducerRecord<>(COMPLETIONS, Events.bytes(user), Events.bytes(event))));
    }

    /** In their order; acknowledged by Kafka when this returns, with what it says of each. */
    public static List<RecordMetadata> send(List<ProducerRecord<byte[], byte[]>> records) {
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
            List<Future<RecordMetadata>> sent =
                    records.stream().map(producer::send).toList();
            List<RecordMetadata> acknowledged = new ArrayList<>();
            for (Future<RecordMetadata> one : sent) {
                acknowledged.add(one.get());
            }
            return acknowledged;
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A producer that may send whatever the topic takes. */
    public static KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> settings = settings();
        settings.put("acks", "all");
        settings.put("max.request.size", 64 * 1024 * 1024);
        settings.put("buffer.memory", 128 * 1024 * 1024);
        settings.putAll(more);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Changes what the broker takes into a topic; returns when it does so. */
    public static void takesRecordsUpTo(int bytes, String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        AlterConfigOp set = new AlterConfigOp(
                new ConfigEntry("max.message.bytes", Integer.toString(bytes)), AlterConfigOp.OpType.SET);
        try (Admin admin = Admin.create(settings())) {
            admin.incrementalAlterConfigs(Map.of(resource, List.of(set))).all().get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public static void delete(String topic) {
        try (Admin admin = Admin.create(settings())) {
            admin.deleteTopics(List.of(topic)).all().get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As it was before {@link #delete}. */
    public static void createDeadLetters() {
        NewTopic topic = new NewTopic(DEAD_LETTERS, 4, (short) 1)
                .configs(Map.of("retention.ms", "-1", "max.message.bytes", Integer.toString(2 * 1024 * 1024)));
        try (Admin admin = Admin.create(settings())) {
            Await.until("there is a topic again", () -> isCreated(admin, topic));
        }
    }

    /** Kafka deletes the old one a moment later than it says. */
    private static boolean isCreated(Admin admin, NewTopic topic) throws InterruptedException {
        try {
            admin.createTopics(List.of(topic)).all().get();
            return true;
        } catch (ExecutionException e) {
            return false;
        }
    }

    /** Deletes a record and all before it in its partition, as retention does. */
    public static void deleteUpTo(RecordMetadata last) {
        TopicPartition partition = new TopicPartition(last.topic(), last.partition());
        try (Admin admin = Admin.create(settings())) {
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(last.offset() + 1)))
                    .all()
                    .get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All that is in a topic now. */
    public static List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        Map<String, Object> settings = settings();
        settings.put("enable.auto.commit", false);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(p -> new TopicPartition(topic, p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    private static Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(
                "bootstrap.servers",
                "127.0.0.1:" + PlatformPart.shared(Kind.KAFKA).port());
        return settings;
    }
}
