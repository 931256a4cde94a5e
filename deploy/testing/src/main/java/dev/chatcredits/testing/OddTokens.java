package dev.chatcredits.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tokens that no service of ours may believe, each by the name of what is wrong with it, and some that are right. All but those that are
 * about the signature are signed with the provider's own key.
 */
public final class OddTokens {
    private final SigningKeys keys;
    private final String jwk;
    private final PrivateKey key;
    private final String audience;
    private final KeyPair other = pair();
    private final ServerSocket trap = trap();
    private final Map<String, String> tokens = new LinkedHashMap<>();

    /**
     * Makes them all.
     *
     * @param audience who they are for, where that is not what is wrong
     */
    public OddTokens(SigningKeys keys, String audience) {
        this.keys = keys;
        this.jwk = keys.current();
        this.key = MadeToken.privateKey(jwk);
        this.audience = audience;
    }

    /** What is right: the odd ones differ from the first in one thing only. */
    public Map<String, String> good(String more) {
        tokens.clear();
        put("nothing special", header("\"typ\":\"JWT\""), claims(more));
        put("no type", header(""), claims(more));
        put("typ at+jwt", header("\"typ\":\"at+JWT\""), claims(more));
        put("claim typ Bearer", header(""), claims(more, "\"typ\":\"Bearer\""));
        var soon = Instant.now().getEpochSecond() + 30;
        put("issued by a clock that is ahead", header(""), claims(more, "\"iat\":" + soon));
        put("one audience of two", header(""), claims(more, "\"aud\":[\"somebody\",\"" + audience + "\"]"));
        return Map.copyOf(tokens);
    }

    /**
     * What is wrong.
     *
     * @param more claims without which a token would be refused anyway, as {@code "groups":["…"]}
     */
    public Map<String, String> bad(String more) {
        tokens.clear();
        signatures(claims(more));
        keyIds(claims(more));
        otherKeys(claims(more));
        forms(claims(more));
        time(more);
        whoAndForWhom(more);
        kinds(more);
        return new LinkedHashMap<>(tokens);
    }

    /** Whether anybody followed one of the addresses in the tokens. */
    public boolean anAddressWasFollowed() {
        try {
            trap.setSoTimeout(100);
            trap.accept().close();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A token that says it is signed with a key of this id. */
    public String withKeyId(String kid, String more) {
        return new MadeToken(header("\"kid\":\"" + kid + "\""), claims(more)).signed(key);
    }

    private void signatures(String claims) {
        for (var none : new String[] {"none", "None", "NONE", "nOnE"}) {
            tokens.put("alg " + none, new MadeToken("{\"alg\":\"" + none + "\"}", claims).unsigned());
        }
        tokens.put("alg none, signed", new MadeToken("{\"alg\":\"none\"}", claims).signed(key));
        tokens.put("no alg", new MadeToken("{\"typ\":\"JWT\"}", claims).signed(key));
        tokens.put("signature missing", new MadeToken(header(""), claims).unsigned());
        tokens.put("signed by another", new MadeToken(header(""), claims).signed(other.getPrivate()));
        tokens.put(
                "other claims under a signature",
                swapped(new MadeToken(header(""), claims).signed(key), claims.replace("\"sub\":\"", "\"sub\":\"x")));
        var encoded = MadeToken.publicKey(jwk).getEncoded();
        var pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(UTF_8)).encodeToString(encoded)
                + "\n-----END PUBLIC KEY-----";
        var hs = header("").replace("RS256", "HS256");
        tokens.put("HS256 with the public key", new MadeToken(hs, claims).signed(encoded));
        tokens.put("HS256 with the public key as PEM", new MadeToken(hs, claims).signed(pem.getBytes(UTF_8)));
        tokens.put(
                "HS256 with the public key as PEM and a line's end",
                new MadeToken(hs, claims).signed((pem + "\n").getBytes(UTF_8)));
        tokens.put(
                "HS256 with the modulus",
                new MadeToken(hs, claims).signed(MadeToken.member("n", jwk).getBytes(UTF_8)));
    }

    private void keyIds(String claims) {
        for (var kid : new String[] {
            "../../../../../../dev/null",
            "/etc/passwd",
            "' or 1=1; drop table account; --",
            "http://127.0.0.1:" + trap.getLocalPort() + "/key",
            "\\u0000",
            "\\r\\nX-Evil: 1",
            "k".repeat(4_000)
        }) {
            var odd = "{\"alg\":\"RS256\",\"kid\":\"" + kid + "\"}";
            tokens.put("kid " + kid.substring(0, Math.min(kid.length(), 30)), new MadeToken(odd, claims).signed(key));
            // An empty file is a key that anybody has.
            tokens.put(
                    "HS256, " + kid.substring(0, Math.min(kid.length(), 30)),
                    new MadeToken(odd.replace("RS256", "HS256"), claims).signed(new byte[1]));
        }
        tokens.put("kid 7", new MadeToken("{\"alg\":\"RS256\",\"kid\":7}", claims).signed(key));
        tokens.put("kid {}", new MadeToken("{\"alg\":\"RS256\",\"kid\":{}}", claims).signed(key));
    }

    /** The token says itself where its key is (RFC 7515, 4.1): whoever made it would vouch for themselves. */
    private void otherKeys(String claims) {
        var url = "http://127.0.0.1:" + trap.getLocalPort() + "/keys";
        var mine = (RSAPublicKey) other.getPublic();
        var base64 = Base64.getUrlEncoder().withoutPadding();
        var embedded = "\"jwk\":{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\""
                + base64.encodeToString(mine.getModulus().toByteArray()) + "\"}";
        for (var kid : new String[] {"", "\"kid\":\"" + MadeToken.member("kid", jwk) + "\",", "\"kid\":\"mine\","}) {
            for (var pointer : new String[] {
                "\"jku\":\"" + url + "\"",
                "\"x5u\":\"" + url + "\"",
                "\"x5c\":[\"" + base64.encodeToString(mine.getEncoded()) + "\"]",
                "\"x5t\":\"AAAA\"",
                embedded
            }) {
                var header = "{\"alg\":\"RS256\"," + kid + pointer + "}";
                tokens.put(
                        pointer.substring(0, 5) + " beside {" + kid + "}",
                        new MadeToken(header, claims).signed(other.getPrivate()));
            }
        }
    }

    private void forms(String claims) {
        put("crit of an unknown", header("\"crit\":[\"x\"],\"x\":1"), claims);
        put("crit b64", header("\"crit\":[\"b64\"],\"b64\":false"), claims);
        put("header no object", "[]", claims);
        put("header no JSON", "alg", claims);
        put("claims no object", header(""), "[]");
        put("claims no JSON", header(""), "sub");
        put("two subjects", header(""), claims.replace("{", "{\"sub\":\"first\","));
        var good = new MadeToken(header(""), claims).signed(key);
        var encryption = MadeToken.encoded("{\"alg\":\"RSA-OAEP\",\"enc\":\"A256GCM\"}");
        tokens.put("JWE", encryption + ".AAAA.AAAA.AAAA.AAAA");
        tokens.put("JWE, dir", MadeToken.encoded("{\"alg\":\"dir\",\"enc\":\"A128GCM\"}") + "..AAAA.AAAA.AAAA");
        tokens.put("a part too many", good + ".AAAA");
        tokens.put("a part too few", good.substring(0, good.lastIndexOf('.')));
        tokens.put("no parts", "..");
        tokens.put("dots only", "....");
        tokens.put("opaque", "0f8fad5b-d9cb-469f-a165-70867728950e");
        tokens.put("not base64", "%%%." + good.split("\\.", -1)[1] + ".%%%");
        tokens.put("long", "a".repeat(9_000) + ".b.c");
    }

    private void time(String more) {
        var now = Instant.now().getEpochSecond();
        put("expired", header(""), claims(more, "\"exp\":" + (now - 120)));
        put("expired long ago", header(""), claims(more, "\"exp\":1"));
        put("exp null", header(""), claims(more, "\"exp\":null"));
        put("exp a text", header(""), claims(more, "\"exp\":\"" + (now + 600) + "\""));
        put("not yet valid", header(""), claims(more, "\"nbf\":" + (now + 300)));
        put("issued in the future", header(""), claims(more, "\"iat\":" + (now + 300)));
        put("issued soon", header(""), claims(more, "\"iat\":" + (now + 90)));
        put("issued nobody knows when", header(""), claims(more, "\"iat\":null"));
    }

    private void whoAndForWhom(String more) {
        put("other issuer", header(""), claims(more, "\"iss\":\"http://localhost/other\""));
        put("longer issuer", header(""), claims(more, "\"iss\":\"" + keys.oidc().issuer() + "/\""));
        put("no issuer", header(""), claims(more, "\"iss\":null"));
        put("other audience", header(""), claims(more, "\"aud\":\"somebody\""));
        put("longer audience", header(""), claims(more, "\"aud\":\"" + audience + "2\""));
        put("no audience", header(""), claims(more, "\"aud\":null"));
        put("audience in azp only", header(""), claims(more, "\"aud\":\"somebody\",\"azp\":\"" + audience + "\""));
        for (var sub : new String[] {
            "null", "7", "{}", "[\"a\"]", "\"\"", "\"..\"", "\"a\\u0000b\"", "\"a\\nb\"", "\"a\\ud800b\""
        }) {
            put("sub " + sub, header(""), claims(more, "\"sub\":" + sub));
        }
        put("sub too long", header(""), claims(more, "\"sub\":\"" + "x".repeat(256) + "\""));
        put("sub too long in UTF-16", header(""), claims(more, "\"sub\":\"" + "\\ud83d\\ude00".repeat(200) + "\""));
    }

    private void kinds(String more) {
        for (var type : new String[] {"\"logout+jwt\"", "\"dpop+jwt\"", "\"secevent+jwt\"", "7", "{}"}) {
            put("typ " + type, header("\"typ\":" + type), claims(more));
        }
        for (var type : new String[] {"\"ID\"", "\"Refresh\"", "\"Logout\"", "7"}) {
            put("claim typ " + type, header(""), claims(more, "\"typ\":" + type));
        }
        put("at_hash", header(""), claims(more, "\"at_hash\":\"MTIzNDU2Nzg5MDEyMzQ1Ng\""));
    }

    private void put(String name, String header, String claims) {
        tokens.put(name, new MadeToken(header, claims).signed(key));
    }

    private String header(String more) {
        var kid = more.contains("\"kid\"") ? "" : ",\"kid\":\"" + MadeToken.member("kid", jwk) + "\"";
        return "{\"alg\":\"RS256\"" + kid + (more.isEmpty() ? "" : "," + more) + "}";
    }

    /** All that is right, then what is said more, or in its place: of a claim the last word counts, and null means that it is missing. */
    private String claims(String... more) {
        var now = Instant.now().getEpochSecond();
        var claims = new LinkedHashMap<String, String>();
        claims.put("\"iss\"", "\"" + keys.oidc().issuer() + "\"");
        claims.put("\"aud\"", "\"" + audience + "\"");
        claims.put("\"sub\"", "\"odd\"");
        claims.put("\"iat\"", "" + now);
        claims.put("\"exp\"", "" + (now + 600));
        for (var claim : more) {
            if (claim.isEmpty()) {
                continue;
            }
            for (var one : claim.split(",(?=\"[a-z_]+\":)", -1)) {
                var colon = one.indexOf(':');
                claims.put(one.substring(0, colon), one.substring(colon + 1));
            }
        }
        claims.values().removeIf("null"::equals);
        var text = new StringBuilder("{");
        claims.forEach((name, value) -> text.append(text.length() > 1 ? "," : "")
                .append(name)
                .append(':')
                .append(value));
        return text.append('}').toString();
    }

    private static String swapped(String token, String claims) {
        var parts = token.split("\\.", -1);
        return parts[0] + "." + MadeToken.encoded(claims) + "." + parts[2];
    }

    private static KeyPair pair() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ServerSocket trap() {
        try {
            return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
