package dev.chatcredits.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** How the gateway names what is asked for with a key; the pages rely on it. */
final class Ids {

    private Ids() {}

    /** A UUID of version 8 (RFC 9562), of the SHA-256 of both. */
    static String ofGeneration(String userId, String idempotencyKey) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest((idempotencyKey + "\n" + userId).getBytes(UTF_8));
            hash[6] = (byte) ((hash[6] & 0x0f) | 0x80);
            hash[8] = (byte) ((hash[8] & 0x3f) | 0x80);
            ByteBuffer bytes = ByteBuffer.wrap(hash);
            return new UUID(bytes.getLong(), bytes.getLong()).toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
