package dev.chatcredits.gateway.testing;

import dev.chatcredits.testing.SigningKeys;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.time.Instant;
import java.util.UUID;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.lang.JoseException;

/** Access tokens signed with the key of the OIDC provider, with claims that it would never give. */
public final class Tokens {

    public static final String ISSUER = SigningKeys.shared().oidc().issuer();

    private Tokens() {}

    /** A user that no other test has. */
    public static String newUser() {
        return "user|" + UUID.randomUUID();
    }

    /** A person's token in Clerk's form. */
    public static String of(String user, String plan) {
        return sign(claims(user).claim("pla", "u:" + plan));
    }

    /** Clerk's session token: it has no audience, and names in {@code azp} the site that it is for. */
    public static JwtClaimsBuilder ofClerk(String user) {
        return claims(user).remove("aud").claim("pla", "u:pro_user").claim("azp", OtherSettings.SITE);
    }

    /** A person without a plan. */
    public static String without(String user) {
        return sign(claims(user));
    }

    /** All that is right, to be made wrong. */
    public static JwtClaimsBuilder claims(String user) {
        var now = Instant.now();
        return Jwt.claims()
                .issuer(ISSUER)
                .audience("chat-gateway")
                .subject(user)
                .issuedAt(now)
                .expiresAt(now.plusSeconds(600));
    }

    public static String sign(JwtClaimsBuilder claims) {
        try {
            var key = (RsaJsonWebKey)
                    JsonWebKey.Factory.newJwk(SigningKeys.shared().current());
            return claims.jws().keyId(key.getKeyId()).sign(key.getRsaPrivateKey());
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
