package dev.chatcredits.e2e.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chatcredits.testing.PlatformPart;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * Signs access tokens as the local platform's OIDC provider does, with its key, for people that it doesn't know. They are to be
 * had when the provider is down, too.
 */
record Issuer(String name, String keyId, PrivateKey key) {

    private static final Duration LIFE = Duration.ofHours(1);

    static Issuer of(PlatformPart oidc) {
        try {
            JsonPath jwk = JsonPath.from(Files.readString(oidc.folder().resolve("data/signing-key.json")));
            PrivateKey key = KeyFactory.getInstance("RSA")
                    .generatePrivate(new RSAPrivateCrtKeySpec(
                            number(jwk, "n"),
                            number(jwk, "e"),
                            number(jwk, "d"),
                            number(jwk, "p"),
                            number(jwk, "q"),
                            number(jwk, "dp"),
                            number(jwk, "dq"),
                            number(jwk, "qi")));
            return new Issuer(oidc.issuer(), jwk.getString("kid"), key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A person's token for the gateway, with a plan in the form that Clerk uses. */
    String token(String user, String plan, Instant issuedAt) {
        String signed = base64("""
                {"alg": "RS256", "typ": "JWT", "kid": "%s"}""".formatted(keyId)) + "."
                + base64("""
                {"iss": "%s", "aud": "chat-gateway", "azp": "chat-web", "sub": "%s", "pla": "u:%s", "iat": %d, "exp": %d}""".formatted(
                                name,
                                user,
                                plan,
                                issuedAt.getEpochSecond(),
                                issuedAt.plus(LIFE).getEpochSecond()));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(signed.getBytes(UTF_8));
            return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static BigInteger number(JsonPath jwk, String member) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(jwk.getString(member)));
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }
}
