package dev.chatcredits.credit.identity;

import io.quarkus.arc.Unremovable;
import io.quarkus.oidc.common.OidcRequestFilter;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Gives up requests to the identity provider (keys, discovery) that get no connection or no answer. By themselves they wait for ever, and
 * with each of them one of the few connections and the caller whose token is to be verified. Refuses to start without an end to that.
 */
@Singleton
@Startup
@Unremovable
class ProviderPatience implements OidcRequestFilter {

    private final long millis;

    ProviderPatience(IdentityConfig config) {
        Duration patience = config.patience();
        millis = patience.toMillis();
        if (millis <= 0) {
            throw new IllegalArgumentException(
                    "credits.identity.patience: must be longer than nothing, such as 10s, is " + patience);
        }
    }

    @Override
    public Uni<Void> filter(OidcRequestFilterContext context) {
        context.request().timeout(millis);
        return Uni.createFrom().voidItem();
    }
}
