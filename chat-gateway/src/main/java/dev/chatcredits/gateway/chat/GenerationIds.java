package dev.chatcredits.gateway.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chatcredits.gateway.problem.Code;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;

/** Mints the ids of generations. */
final class GenerationIds {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private GenerationIds() {}

    /** A UUID of version 7 (RFC 9562): ids made later sort later, which databases like. */
    static String next(Instant now) {
        var low = ByteBuffer.allocate(10);
        RANDOM.nextBytes(low.array());
        return uuid(7, (now.toEpochMilli() << 16) | (low.getShort() & 0xffff), low.getLong());
    }

    /** The same for the same user and key in every gateway: a UUID of version 8, made of their SHA-256. */
    static String of(String userId, String idempotencyKey) {
        if (!KEY.matcher(idempotencyKey).matches()) {
            throw Code.invalid("Idempotency-Key", "A key has 1 to 255 visible ASCII characters.");
        }
        try {
            // The key can't contain the separator, so no two pairs look alike.
            var digest = MessageDigest.getInstance("SHA-256").digest((idempotencyKey + "\n" + userId).getBytes(UTF_8));
            var bytes = ByteBuffer.wrap(digest);
            return uuid(8, bytes.getLong(), bytes.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String uuid(int version, long high, long low) {
        return new UUID(
                        (high & ~0xf000L) | ((long) version << 12),
                        (low & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L)
                .toString();
    }
}
