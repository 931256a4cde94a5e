package dev.chatcredits.gateway.testing;

import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/** Access tokens as an issuer signs them, with a key that only these tests have. */
public final class Tokens {

    public static final String ISSUER = "http://localhost/tests";

    private static final String PRIVATE = "dev.chatcredits.gateway.testing.private-key";
    private static final String PUBLIC = "dev.chatcredits.gateway.testing.public-key";

    private Tokens() {}

    /** A user that no other test has. */
    public static String newUser() {
        return "user|" + UUID.randomUUID();
    }

    /** A person's token in Clerk's form. */
    public static String of(String user, String plan) {
        return sign(claims(user).claim("pla", "u:" + plan));
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
            return claims.sign(privateKey());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String publicKey() {
        make();
        return System.getProperty(PUBLIC);
    }

    private static PrivateKey privateKey() throws GeneralSecurityException {
        make();
        var encoded = Base64.getDecoder().decode(System.getProperty(PRIVATE));
        return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }

    private static void make() {
        synchronized (System.getProperties()) {
            if (System.getProperty(PRIVATE) != null) {
                return;
            }
            try {
                var generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(2048);
                var pair = generator.generateKeyPair();
                var base64 = Base64.getEncoder();
                System.setProperty(
                        PUBLIC, base64.encodeToString(pair.getPublic().getEncoded()));
                System.setProperty(
                        PRIVATE, base64.encodeToString(pair.getPrivate().getEncoded()));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
