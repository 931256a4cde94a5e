package dev.chatcredits.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record that the credit service put aside. Its value is fetched when it is needed.
 *
 * @param when it was put aside
 * @param headers of the record as it came, and of the service: why it is dead, and where it was
 */
@SuppressWarnings("ArrayRecordComponent") // Letters aren't compared.
record DeadLetter(DeadLetterPosition position, Instant when, State state, byte @Nullable [] key, Headers headers) {

    /** What became of it, as the marks behind it in the topic say. */
    enum State {
        OPEN,
        REPLAYED,
        DISCARDED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static DeadLetter of(ConsumerRecord<byte[], byte[]> record) {
        // Until it is asked for, a header's value is a part of all that was fetched, which would be kept with it.
        record.headers().forEach(Header::value);
        return new DeadLetter(
                new DeadLetterPosition(record.partition(), record.offset()),
                Instant.ofEpochMilli(record.timestamp()),
                State.OPEN,
                record.key(),
                record.headers());
    }

    DeadLetter as(State next) {
        return new DeadLetter(position, when, next, key, headers);
    }

    /** Whose hold it keeps; null when the service couldn't read it. */
    @Nullable String userId() {
        return header("dlq-user-id");
    }

    @Nullable String generationId() {
        return header("dlq-generation-id");
    }

    /** All that is worth a line. */
    String line() {
        var about = userId() == null
                ? "key '" + Printable.line(key) + "'"
                : "user '" + Printable.line(userId()) + "' generation " + Printable.line(generationId());
        return position + "  " + when + "  " + state.word() + "  " + Printable.line(header("dlq-reason")) + "  " + about
                + "  from " + Printable.line(header("dlq-topic")) + "-" + Printable.line(header("dlq-partition")) + "@"
                + Printable.line(header("dlq-offset"));
    }

    private @Nullable String header(String name) {
        var header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }
}
