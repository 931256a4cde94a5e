package dev.chatcredits.credit.support;

import dev.chatcredits.testing.DemoTokens;
import dev.chatcredits.testing.PlatformPart;
import dev.chatcredits.testing.PlatformPart.Kind;
import dev.chatcredits.testing.SigningKeys;
import io.smallrye.jwt.build.Jwt;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.lang.JoseException;

/** Access tokens: the provider's own, and others that are signed with its key, with claims that it would never give. */
public final class Tokens {

    /** As the gateway of the local platform gets it: credits-service and credits-billing. */
    public static final String SERVICE = provider().service();

    public static final String ADMIN = provider().admin();
    /** Alice's, for the gateway. */
    public static final String PERSON = provider().person("alice");

    private Tokens() {}

    private static DemoTokens provider() {
        return new DemoTokens(issuer());
    }

    private static String issuer() {
        return PlatformPart.shared(Kind.OIDC).issuer();
    }

    /** Of a caller of the credit service who has these roles only. */
    public static String withRoles(String... roles) {
        return signed(Instant.now().plus(Duration.ofMinutes(5)), roles);
    }

    public static String expired() {
        return signed(Instant.now().minus(Duration.ofMinutes(5)), "credits-service");
    }

    private static String signed(Instant end, String... roles) {
        RsaJsonWebKey key = key();
        return Jwt.claims()
                .issuer(issuer())
                .audience("credit-service")
                .subject("somebody")
                .issuedAt(end.minus(Duration.ofMinutes(10)))
                .expiresAt(end)
                .groups(Set.of(roles))
                .jws()
                .keyId(key.getKeyId())
                .sign(key.getRsaPrivateKey());
    }

    private static RsaJsonWebKey key() {
        try {
            return (RsaJsonWebKey)
                    JsonWebKey.Factory.newJwk(SigningKeys.shared().current());
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
