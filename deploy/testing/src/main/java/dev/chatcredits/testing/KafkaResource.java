package dev.chatcredits.testing;

import dev.chatcredits.testing.PlatformPart.Kind;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A real Kafka broker for a {@code @QuarkusTest}, with all topics, the same for all tests of the JVM. */
public final class KafkaResource implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        return Map.of(
                "kafka.bootstrap.servers",
                "127.0.0.1:" + PlatformPart.shared(Kind.KAFKA).port());
    }

    /** Nothing: the part ends with the JVM. */
    @Override
    public void stop() {}
}
