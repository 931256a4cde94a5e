package dev.chatcredits.credit.support;

import dev.chatcredits.testing.KafkaResource;
import dev.chatcredits.testing.OidcResource;
import dev.chatcredits.testing.PostgresResource;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** The service on a real PostgreSQL, Kafka and OIDC provider. All tests share it: it is started once. */
public final class RealParts implements QuarkusTestProfile {

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(
                new TestResourceEntry(PostgresResource.class),
                new TestResourceEntry(KafkaResource.class),
                new TestResourceEntry(OidcResource.class));
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        // Short enough to be waited for.
        return Map.of(
                "quarkus.http.test-port",
                "0",
                // Off by default; who turns it on gets what the tests of it promise.
                "quarkus.http.http2",
                "true",
                "credits.identity.patience",
                "2s",
                // Few enough that a test can hold more.
                "credits.expiry.batch",
                "20",
                "credits.completion.dead-letter-patience",
                "1s");
    }
}
