package dev.chatcredits.gateway.identity;

import io.quarkus.oidc.runtime.OidcJwtCallerPrincipal;
import io.quarkus.oidc.runtime.OidcUtils;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells access tokens from what else an issuer signs with the same key: ID tokens, logout tokens, proofs. The audience mostly does; it
 * doesn't where the API's audience is also the client's id, or where access tokens have none (Clerk).
 */
final class AccessTokens {

    /** In the header {@code typ}: RFC 7519 and RFC 9068. */
    private static final Set<String> TYPES = Set.of("", "jwt", "at+jwt", "application/at+jwt");

    /** In the claim {@code typ}, which Keycloak gives to each token; its ID tokens say {@code ID}. */
    private static final Set<String> CLAIMED_TYPES = Set.of("", "bearer");

    /** OpenID Connect Core 3.1.3.6: the hash of the access token beside which an ID token was given. */
    private static final String ONLY_IN_ID_TOKENS = "at_hash";

    private AccessTokens() {}

    static boolean isOne(OidcJwtCallerPrincipal token) {
        var header = OidcUtils.decodeJwtHeaders(token.getRawToken());
        return TYPES.contains(lower(header.getValue("typ")))
                && CLAIMED_TYPES.contains(lower(token.getClaims().getClaimValue("typ")))
                && !token.getClaims().hasClaim(ONLY_IN_ID_TOKENS);
    }

    private static String lower(@Nullable Object type) {
        return type == null ? "" : type.toString().toLowerCase(Locale.ROOT);
    }
}
