package dev.chatcredits.local;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topics of {@code deploy/contracts}: kept for 7 days, records up to 1 MiB. */
final class KafkaTopics {
    private static final int PARTITIONS = 4;
    private static final Map<String, String> SETTINGS = Map.of(
            "cleanup.policy", "delete",
            "retention.ms", Long.toString(Duration.ofDays(7).toMillis()),
            // A record of 1 MiB travels in a batch with a header of its own.
            "max.message.bytes", Integer.toString(1024 * 1024 + 1024));

    private KafkaTopics() {}

    /** Creates those that don't exist yet. */
    static void create(String bootstrapServers) throws ExecutionException, InterruptedException {
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            var topics = List.of("generation-completed", "generation-completed-dlq", "credit-balance-changed").stream()
                    .map(name -> new NewTopic(name, Optional.of(PARTITIONS), Optional.of((short) 1)).configs(SETTINGS))
                    .toList();
            for (var created : admin.createTopics(topics).values().values()) {
                try {
                    created.get();
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof TopicExistsException)) {
                        throw e;
                    }
                }
            }
        }
    }
}
