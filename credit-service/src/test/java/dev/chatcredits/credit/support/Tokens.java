package dev.chatcredits.credit.support;

import dev.chatcredits.testing.DemoTokens;
import dev.chatcredits.testing.PlatformPart;
import dev.chatcredits.testing.PlatformPart.Kind;
import io.smallrye.jwt.build.Jwt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
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
        return signed(issuer(), "credit-service", Instant.now().plus(Duration.ofMinutes(5)), key(), roles);
    }

    public static String expired() {
        return signed(issuer(), "credit-service", Instant.now().minus(Duration.ofMinutes(5)), key(), "credits-service");
    }

    public static String forAudience(String audience) {
        return signed(issuer(), audience, Instant.now().plus(Duration.ofMinutes(5)), key(), "credits-service");
    }

    public static String ofIssuer(String issuer) {
        return signed(issuer, "credit-service", Instant.now().plus(Duration.ofMinutes(5)), key(), "credits-service");
    }

    /** It says that it is signed with the provider's key, but isn't. */
    public static String forged() {
        try {
            RsaJsonWebKey other = RsaJwkGenerator.generateJwk(2048);
            other.setKeyId(key().getKeyId());
            return signed(
                    issuer(), "credit-service", Instant.now().plus(Duration.ofMinutes(5)), other, "credits-service");
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String signed(String issuer, String audience, Instant end, RsaJsonWebKey key, String... roles) {
        return Jwt.claims()
                .issuer(issuer)
                .audience(audience)
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
            String key =
                    Files.readString(PlatformPart.shared(Kind.OIDC).folder().resolve("data/signing-key.json"));
            return (RsaJsonWebKey) JsonWebKey.Factory.newJwk(key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
