package dev.chatcredits.gateway.credit;

import dev.chatcredits.gateway.identity.IdentityConfig;
import dev.chatcredits.gateway.identity.SharedRequest;
import io.quarkus.oidc.client.OidcClient;
import io.quarkus.oidc.client.Tokens;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's own access token. It is renewed while it is still good, in the background, so that no request waits for the
 * identity provider and a short outage of it is not noticed.
 */
@ApplicationScoped
class ServiceToken {

    private static final Logger LOG = Logger.getLogger(ServiceToken.class);

    /** From here on the token is renewed at the next use. */
    private static final double EARLY = 0.5;

    /** Every call wants a renewal from then on: a provider that is down is asked, and written of, no more often than this. */
    private static final Duration BETWEEN_RENEWALS = Duration.ofSeconds(1);

    /** A token that ends while a call is under way would be refused. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    /** Providers may leave out how long a token lives. */
    private static final Duration UNTOLD_LIFE = Duration.ofMinutes(1);

    private final Clock clock;
    private final Uni<String> fresh;
    private final Uni<String> renewed;
    private volatile @Nullable Good good;

    ServiceToken(OidcClient oidc, Clock clock, IdentityConfig identity) {
        this.clock = clock;
        this.fresh = SharedRequest.of(
                () -> oidc.getTokens().map(this::taken), identity.patience().multipliedBy(2), Duration.ZERO);
        // One that somebody waits for may be under way, and has its own end, which is sooner.
        this.renewed = SharedRequest.of(
                () -> fresh.onFailure().invoke(e -> LOG.warnf("The service token was not renewed: %s", e)),
                identity.patience().multipliedBy(3),
                BETWEEN_RENEWALS);
    }

    /** The token as an Authorization header. */
    Uni<String> header() {
        var now = clock.instant();
        var current = good;
        if (current == null || !now.isBefore(current.usableUntil())) {
            return fresh;
        }
        if (now.isAfter(current.renewFrom())) {
            renewed.subscribe().with(header -> {}, failure -> {});
        }
        return Uni.createFrom().item(current.header());
    }

    /** After the credit service has refused it: keys rotate and sessions are revoked. */
    void discard() {
        good = null;
    }

    private String taken(Tokens fetched) {
        var taken = Good.of(fetched, clock.instant());
        good = taken;
        return taken.header();
    }

    private record Good(String header, Instant renewFrom, Instant usableUntil) {

        static Good of(Tokens tokens, Instant now) {
            var told = tokens.getAccessTokenExpiresAt();
            var ends = told == null ? now.plus(UNTOLD_LIFE) : Instant.ofEpochSecond(told);
            var life = Duration.between(now, ends);
            return new Good(
                    "Bearer " + tokens.getAccessToken(),
                    now.plusMillis((long) (life.toMillis() * EARLY)),
                    ends.minus(MARGIN));
        }
    }
}
