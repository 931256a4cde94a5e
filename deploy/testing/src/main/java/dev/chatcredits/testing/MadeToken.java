package dev.chatcredits.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.RSAPrivateKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A JWT made by hand, out of any header and any claims, as no library would make it.
 *
 * @param header any text
 * @param claims any text
 */
record MadeToken(String header, String claims) {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    /** Signed with RS256, whatever the header says. */
    String signed(PrivateKey key) {
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(head().getBytes(UTF_8));
            return head() + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Signed with HS256, whatever the header says. */
    String signed(byte[] secret) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return head() + "." + BASE64.encodeToString(mac.doFinal(head().getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With an empty signature. */
    String unsigned() {
        return head() + ".";
    }

    private String head() {
        return encoded(header) + "." + encoded(claims);
    }

    static String encoded(String text) {
        return BASE64.encodeToString(text.getBytes(UTF_8));
    }

    /** The private key of a JWK. */
    static PrivateKey privateKey(String jwk) {
        try {
            return KeyFactory.getInstance("RSA")
                    .generatePrivate(new RSAPrivateKeySpec(number("n", jwk), number("d", jwk)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The public key of a JWK. */
    static PublicKey publicKey(String jwk) {
        try {
            return KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(number("n", jwk), number("e", jwk)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A text of a JWK. */
    static String member(String name, String jwk) {
        var member = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]+)\"").matcher(jwk);
        if (!member.find()) {
            throw new IllegalStateException("no " + name + " in the key");
        }
        return member.group(1);
    }

    private static BigInteger number(String name, String jwk) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(member(name, jwk)));
    }
}
