package dev.chatcredits.testing;

import dev.chatcredits.testing.PlatformPart.Kind;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/**
 * The local platform's OIDC provider for a {@code @QuarkusTest}, the same for all tests of the JVM. The service gets the provider's keys over
 * a wire of its own, which a test class has in its field {@code keysWire}.
 */
@SuppressWarnings("NullAway.Init") // Quarkus calls start() first.
public final class OidcResource implements QuarkusTestResourceLifecycleManager {
    private Wire keysWire;

    @Override
    public Map<String, String> start() {
        var oidc = PlatformPart.shared(Kind.OIDC);
        keysWire = Wire.to(oidc.port());
        return Map.of(
                "quarkus.oidc.auth-server-url",
                oidc.issuer(),
                "quarkus.oidc-client.auth-server-url",
                oidc.issuer(),
                "quarkus.oidc.jwks-path",
                "http://127.0.0.1:" + keysWire.port() + "/demo/jwks",
                // Short enough to be waited for.
                "quarkus.oidc.token.forced-jwk-refresh-interval",
                "1s",
                "quarkus.oidc.connection-timeout",
                "5s");
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(keysWire, field -> field.getName().equals("keysWire"));
    }

    /** The part itself ends with the JVM. */
    @Override
    public void stop() {
        keysWire.close();
    }
}
