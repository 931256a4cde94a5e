package dev.chatcredits.gateway.identity;

import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.oidc.IdTokenCredential;
import io.quarkus.oidc.TenantIdentityProvider;
import io.quarkus.oidc.runtime.OidcJwtCallerPrincipal;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Finds out who calls, once for each request, from the access token that Quarkus OIDC has verified: signature, issuer, audience and
 * expiry. A token that is valid but can't stand for a user of ours is refused like a bad one, on every route alike. A session, for
 * which Quarkus OIDC has verified the ID token, counts for what its access token says, by the same checks.
 */
@ApplicationScoped
public class Callers implements SecurityIdentityAugmentor {

    private static final String CALLER = "caller";

    /** As much as the credit service tolerates; beyond it the proof would be refused there. */
    private static final Duration TOLERATED_SKEW = Duration.ofSeconds(60);

    /** The ids that the credit service can take: no control characters, no halves of surrogate pairs, not of dots alone. */
    private static final Pattern USER_ID = Pattern.compile("(?!\\.+$)[^\\p{Cc}\\p{Cs}]+");

    private static final int LONGEST_USER_ID = 255;

    private final ClaimReader reader;
    private final TenantIdentityProvider accessTokens;
    private final Clock clock;

    Callers(SubscriptionClaims claims, TenantIdentityProvider accessTokens, Clock clock) {
        this.reader = ClaimReader.of(claims);
        this.accessTokens = accessTokens;
        this.clock = clock;
    }

    /** The caller of a request on a route that needs one. */
    public Caller of(SecurityIdentity identity) {
        return Objects.requireNonNull(identity.getAttribute(CALLER), "the route is not open to everyone");
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        if (identity.isAnonymous()) {
            return Uni.createFrom().item(identity);
        }
        return verified(identity)
                .map(token -> QuarkusSecurityIdentity.builder(identity)
                        .addAttribute(CALLER, caller(token))
                        .build());
    }

    private Uni<SecurityIdentity> verified(SecurityIdentity identity) {
        if (identity.getCredential(IdTokenCredential.class) == null) {
            return Uni.createFrom().item(identity);
        }
        var token = identity.getCredential(AccessTokenCredential.class);
        return token == null
                ? Uni.createFrom().failure(new AuthenticationFailedException("a session without an access token"))
                : accessTokens.authenticate(token);
    }

    private Caller caller(SecurityIdentity identity) {
        if (!(identity.getPrincipal() instanceof OidcJwtCallerPrincipal token)) {
            throw new AuthenticationFailedException("not an access token");
        }
        if (!AccessTokens.isOne(token)) {
            throw new AuthenticationFailedException("a token for another purpose");
        }
        var userId = token.getSubject();
        if (userId == null
                || userId.length() > LONGEST_USER_ID
                || !USER_ID.matcher(userId).matches()) {
            throw new AuthenticationFailedException("the subject can't be the id of a user");
        }
        var issuedAt = Instant.ofEpochSecond(token.getIssuedAtTime());
        if (issuedAt.isAfter(clock.instant().plus(TOLERATED_SKEW))) {
            throw new AuthenticationFailedException("issued in the future");
        }
        Map<String, Object> claims = token.getClaims().getClaimsMap();
        return new Caller(userId, reader.read(claims, issuedAt), Instant.ofEpochSecond(token.getExpirationTime()));
    }
}
