package dev.chatcredits.gateway.identity;

import io.quarkus.arc.Unremovable;
import io.quarkus.oidc.common.OidcRequestFilter;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/**
 * Gives up requests of Quarkus' OIDC clients (keys, tokens, discovery) that get no connection or no answer. By themselves they wait for
 * ever: each holds one of the client's few connections, and those who share its outcome, such as all requests of a session that is
 * renewed, wait with it.
 */
@Singleton
@Unremovable
class ProviderPatience implements OidcRequestFilter {

    private final long millis;

    ProviderPatience(IdentityConfig config) {
        this.millis = config.patience().toMillis();
    }

    @Override
    public Uni<Void> filter(OidcRequestFilterContext context) {
        context.request().timeout(millis);
        return Uni.createFrom().voidItem();
    }
}
