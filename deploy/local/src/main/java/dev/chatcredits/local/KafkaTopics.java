package dev.chatcredits.local;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topics of {@code deploy/contracts}: kept for 7 days, records up to 1 MiB; dead ones have more to say, and until somebody decides. */
final class KafkaTopics {
    private static final int PARTITIONS = 4;
    private static final int MIB = 1024 * 1024;

    /** A record of 1 MiB travels in a batch with a header of its own. */
    private static final int LARGEST = MIB + 1024;

    /** A dead letter is the record as it came, and says why it is dead. */
    private static final int LARGEST_DEAD = 2 * MIB;

    private static final long WEEK = Duration.ofDays(7).toMillis();

    /** The hold of a dead letter waits for as long as the letter does. */
    private static final long FOR_EVER = -1;

    private KafkaTopics() {}

    /** Creates those that don't exist yet. */
    static void create(String bootstrapServers) throws ExecutionException, InterruptedException {
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            var topics = List.of(
                    topic("generation-completed", LARGEST, WEEK),
                    topic("generation-completed-dlq", LARGEST_DEAD, FOR_EVER),
                    topic("credit-balance-changed", LARGEST, WEEK));
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

    private static NewTopic topic(String name, int largestRecord, long retention) {
        return new NewTopic(name, Optional.of(PARTITIONS), Optional.of((short) 1))
                .configs(Map.of(
                        "cleanup.policy", "delete",
                        "retention.ms", Long.toString(retention),
                        "max.message.bytes", Integer.toString(largestRecord)));
    }
}
