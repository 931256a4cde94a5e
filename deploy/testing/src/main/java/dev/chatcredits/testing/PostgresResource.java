package dev.chatcredits.testing;

import dev.chatcredits.testing.PlatformPart.Kind;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A real PostgreSQL for a {@code @QuarkusTest}, the same for all tests of the JVM. */
public final class PostgresResource implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        var address =
                "postgresql://127.0.0.1:" + PlatformPart.shared(Kind.POSTGRES).port() + "/credits";
        return Map.of(
                "quarkus.datasource.owner.jdbc.url", "jdbc:" + address, "quarkus.datasource.reactive.url", address);
    }

    /** Nothing: the part ends with the JVM. */
    @Override
    public void stop() {}
}
