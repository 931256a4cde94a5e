package dev.chatcredits.testing;

import dev.chatcredits.testing.PlatformPart.Kind;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** The local platform's OIDC provider for a {@code @QuarkusTest}, the same for all tests of the JVM. */
public final class OidcResource implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        var issuer = PlatformPart.shared(Kind.OIDC).issuer();
        return Map.of("quarkus.oidc.auth-server-url", issuer, "quarkus.oidc-client.auth-server-url", issuer);
    }

    /** Nothing: the part ends with the JVM. */
    @Override
    public void stop() {}
}
