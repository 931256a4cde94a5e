package dev.chatcredits.gateway.identity;

import dev.chatcredits.gateway.problem.Code;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.oidc.runtime.OidcJwtCallerPrincipal;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;

/** Knows the caller of a request by the access token that Quarkus OIDC has verified: signature, issuer, audience and expiry. */
@Singleton
public class Callers {

    /** As much as the credit service tolerates; beyond it the proof would be refused there. */
    private static final Duration TOLERATED_SKEW = Duration.ofSeconds(60);

    /** The ids that the credit service can take in a path. */
    private static final Pattern USER_ID = Pattern.compile("(?!\\.+$)[^\\p{Cc}]{1,255}");

    private final ClaimReader reader;
    private final Clock clock;

    Callers(SubscriptionClaims claims, Clock clock) {
        this.reader = ClaimReader.of(claims);
        this.clock = clock;
    }

    /**
     * The caller of a request.
     *
     * @throws HttpProblem UNAUTHENTICATED for a token that is valid but can't stand for a user of ours
     */
    public Caller of(SecurityIdentity identity) {
        if (!(identity.getPrincipal() instanceof OidcJwtCallerPrincipal token)) {
            throw refused("This is not an access token.");
        }
        var userId = token.getSubject();
        if (userId == null || !USER_ID.matcher(userId).matches()) {
            throw refused("The token's subject can't be the id of a user.");
        }
        var issuedAt = Instant.ofEpochSecond(token.getIssuedAtTime());
        if (issuedAt.isAfter(clock.instant().plus(TOLERATED_SKEW))) {
            throw refused("The token was issued in the future.");
        }
        Map<String, Object> claims = token.getClaims().getClaimsMap();
        return new Caller(userId, reader.read(claims, issuedAt), Instant.ofEpochSecond(token.getExpirationTime()));
    }

    private static HttpProblem refused(String detail) {
        return Code.UNAUTHENTICATED
                .because(detail)
                .withHeader("WWW-Authenticate", "Bearer error=\"invalid_token\"")
                .build();
    }
}
