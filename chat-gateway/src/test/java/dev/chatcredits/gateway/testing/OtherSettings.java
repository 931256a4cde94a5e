package dev.chatcredits.gateway.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/**
 * What operators set and other tests don't: Clerk's tokens as the README says it, the local checkout, little patience with bodies, few connections. One
 * profile, for each is another start of the gateway.
 */
public final class OtherSettings implements QuarkusTestProfile {

    /** For which the tokens are. */
    public static final String SITE = "https://chat.example.com";

    /** How many connections are let in. */
    public static final int CONNECTIONS = 100;

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "quarkus.oidc.token.audience",
                "any",
                "quarkus.oidc.token.required-claims.azp",
                SITE,
                "gateway.checkout.local",
                "true",
                "gateway.body.timeout",
                "1s",
                "quarkus.http.limits.max-connections",
                "" + CONNECTIONS);
    }
}
