package dev.chatcredits.gateway.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Tells whether two requests under one idempotency key are the same, without anyone who reads the ledger being able to tell what they
 * said: HMAC-SHA256 of the request with its keys sorted. The key must be the same in all gateways and after a restart, so it isn't
 * made up: it is derived from the secret that they all have, that of their OIDC client, unless the operator sets one.
 */
@Singleton
class RequestHash {

    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] PURPOSE = "chat-gateway request hash v1".getBytes(UTF_8);

    private final SecretKeySpec key;
    private final JsonFactory factory = new ObjectMapper().getFactory();

    RequestHash(
            @ConfigProperty(name = "gateway.request-hash.secret") Optional<String> secret,
            @ConfigProperty(name = "quarkus.oidc-client.credentials.secret") Optional<String> clientSecret) {
        var root = secret.or(() -> clientSecret)
                .filter(text -> !text.isBlank())
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "gateway.request-hash.secret is needed where quarkus.oidc-client.credentials.secret isn't set"));
        this.key = new SecretKeySpec(hmac(new SecretKeySpec(root.getBytes(UTF_8), ALGORITHM), PURPOSE), ALGORITHM);
    }

    String of(ObjectNode request) {
        return HexFormat.of().formatHex(hmac(key, canonical(request)));
    }

    private byte[] canonical(ObjectNode request) {
        var bytes = new ByteArrayOutputStream();
        try (var out = factory.createGenerator(bytes)) {
            write(request, out);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonNode node, JsonGenerator out) throws IOException {
        if (node.isObject()) {
            var sorted = new TreeMap<String, JsonNode>();
            node.properties().forEach(member -> sorted.put(member.getKey(), member.getValue()));
            out.writeStartObject();
            for (var member : sorted.entrySet()) {
                out.writeFieldName(member.getKey());
                write(member.getValue(), out);
            }
            out.writeEndObject();
        } else if (node.isArray()) {
            out.writeStartArray();
            for (var element : node) {
                write(element, out);
            }
            out.writeEndArray();
        } else {
            out.writeTree(node);
        }
    }

    private static byte[] hmac(SecretKeySpec key, byte[] message) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
