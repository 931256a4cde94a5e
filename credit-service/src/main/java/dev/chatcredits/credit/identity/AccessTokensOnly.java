package dev.chatcredits.credit.identity;

import dev.chatcredits.credit.ledger.UserId;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.jwt.consumer.Validator;
import org.jspecify.annotations.Nullable;

/**
 * Refuses, beside what Quarkus refuses, tokens that an issuer signs with the same key for another purpose (ID tokens, logout tokens,
 * proofs), and tokens from the future.
 */
@Singleton
@Unremovable
class AccessTokensOnly implements Validator {

    /** In the header {@code typ}: RFC 7519 and RFC 9068. */
    private static final Set<String> TYPES = Set.of("", "jwt", "at+jwt", "application/at+jwt");

    /** In the claim {@code typ}, which Keycloak gives to each token; its ID tokens say {@code ID}. */
    private static final Set<String> CLAIMED_TYPES = Set.of("", "bearer");

    /** OpenID Connect Core 3.1.3.6: the hash of the access token beside which an ID token was given. */
    private static final String ONLY_IN_ID_TOKENS = "at_hash";

    private static final Duration TOLERATED_SKEW = Duration.ofSeconds(60);

    private final Clock clock;

    AccessTokensOnly(Clock clock) {
        this.clock = clock;
    }

    /** What is wrong with the token; null when nothing is. */
    @Override
    public @Nullable String validate(JwtContext token) throws MalformedClaimException {
        JwtClaims claims = token.getJwtClaims();
        Object type = token.getJoseObjects().get(0).getHeaders().getObjectHeaderValue("typ");
        if (!TYPES.contains(lower(type))
                || !CLAIMED_TYPES.contains(lower(claims.getClaimValue("typ")))
                || claims.hasClaim(ONLY_IN_ID_TOKENS)) {
            return "it is no access token";
        }
        String subject = claims.getSubject();
        if (subject == null || !UserId.isValid(subject)) {
            return "its subject can't be an id";
        }
        NumericDate issued = claims.getIssuedAt();
        long latest = clock.instant().plus(TOLERATED_SKEW).getEpochSecond();
        return issued != null && issued.getValue() > latest ? "it was issued in the future" : null;
    }

    private static String lower(@Nullable Object type) {
        return type == null ? "" : type.toString().toLowerCase(Locale.ROOT);
    }
}
