package dev.chatcredits.gateway.testing;

import dev.chatcredits.testing.PlatformPart;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A Kafka that only the gateway uses, so that a test can take it away and leave the credit service its own. */
@SuppressWarnings("NullAway.Init") // Quarkus calls start() first.
public final class OwnKafka implements QuarkusTestResourceLifecycleManager {

    private PlatformPart kafka;

    @Override
    public Map<String, String> start() {
        kafka = PlatformPart.start(PlatformPart.Kind.KAFKA);
        return Map.of("kafka.bootstrap.servers", "127.0.0.1:" + kafka.port());
    }

    /** After {@link CreditPlatform}, whose Kafka this one replaces. */
    @Override
    public int order() {
        return 1;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(kafka, field -> field.getName().equals("kafka"));
    }

    @Override
    public void stop() {
        kafka.kill();
    }
}
