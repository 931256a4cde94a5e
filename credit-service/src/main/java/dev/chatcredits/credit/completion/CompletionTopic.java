package dev.chatcredits.credit.completion;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** What Kafka says about the topic itself: which one it is, and where its partitions begin and end. */
@ApplicationScoped
class CompletionTopic {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String name;
    private final Map<String, Object> kafka;
    private @Nullable Admin admin;

    CompletionTopic(CompletionConfig config, @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.name = config.topic();
        this.kafka = kafka;
    }

    Uni<String> id() {
        return describe().map(topic -> topic.topicId().toString());
    }

    /** Fails when Kafka doesn't answer. */
    Uni<Watermark> watermark() {
        return describe()
                .flatMap(topic -> Uni.combine()
                        .all()
                        .unis(offsets(topic, OffsetSpec.earliest()), offsets(topic, OffsetSpec.latest()))
                        .with((starts, ends) -> new Watermark(topic.topicId().toString(), starts, ends)));
    }

    private Uni<TopicDescription> describe() {
        return ask(a -> a.describeTopics(List.of(name)).allTopicNames()).map(found -> found.get(name));
    }

    private Uni<Map<Integer, Long>> offsets(TopicDescription topic, OffsetSpec spec) {
        Map<TopicPartition, OffsetSpec> asked = topic.partitions().stream()
                .collect(Collectors.toMap(p -> new TopicPartition(name, p.partition()), p -> spec));
        return ask(a -> a.listOffsets(asked).all()).map(CompletionTopic::byPartition);
    }

    private static Map<Integer, Long> byPartition(Map<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> found) {
        return found.entrySet().stream()
                .collect(Collectors.toMap(
                        e -> e.getKey().partition(), e -> e.getValue().offset()));
    }

    private <T> Uni<T> ask(Function<Admin, KafkaFuture<T>> question) {
        return Uni.createFrom()
                .completionStage(() -> question.apply(admin()).toCompletionStage())
                .ifNoItem()
                .after(PATIENCE)
                .fail();
    }

    /** Made when it is first needed: Kafka may not be there when the service starts. */
    private synchronized Admin admin() {
        if (admin == null) {
            Map<String, Object> settings = settings(AdminClientConfig.configNames());
            settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
            settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
            admin = Admin.create(settings);
        }
        return admin;
    }

    /**
     * How far there is nothing that a consumer would ever get: markers of transactions, and what was aborted, take up offsets and are
     * no records. Looks at as much as Kafka gives at once, and blocks for a moment.
     *
     * @return the first offset that isn't known to be nothing, {@code from} if there is a record right away
     */
    long emptyUpTo(int partition, long from) {
        Map<String, Object> settings = settings(ConsumerConfig.configNames());
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", false);
        // Retention may take away what is looked at: then it fails, and nothing is skipped.
        settings.put("auto.offset.reset", "none");
        settings.remove("group.id");
        TopicPartition asked = new TopicPartition(name, partition);
        try (KafkaConsumer<byte[], byte[]> peek =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            peek.assign(List.of(asked));
            peek.seek(asked, from);
            boolean found = !peek.poll(PATIENCE.dividedBy(5)).isEmpty();
            return found ? from : peek.position(asked, PATIENCE);
        }
    }

    private Map<String, Object> settings(Set<String> known) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.keySet().retainAll(known);
        return settings;
    }

    @PreDestroy
    synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ofSeconds(1));
        }
    }
}
