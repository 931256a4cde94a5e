package dev.chatcredits.credit.completion;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jspecify.annotations.Nullable;

/** Puts aside what can't be read or makes no sense, as it came, so that it can be mended and replayed. */
@ApplicationScoped
class DeadLetters {

    /** Whose hold is kept until the letter is replayed or discarded; not there when the ids can't be read. */
    private static final String USER = "dlq-user-id";

    private static final String GENERATION = "dlq-generation-id";

    private final MutinyEmitter<byte[]> emitter;
    private final Patience patience;
    private final Duration limit;
    private final Counter counter;

    DeadLetters(
            @Channel("dead-letters") MutinyEmitter<byte[]> emitter,
            Patience patience,
            CompletionConfig config,
            MeterRegistry registry) {
        this.emitter = emitter;
        this.patience = patience;
        this.limit = config.deadLetterPatience();
        this.counter = registry.counter("credits.dead.letters");
    }

    /** Completes when Kafka has all of them, however long that takes: until then their offsets aren't acknowledged. */
    Uni<Void> send(List<Letter.Dead> letters) {
        return Multi.createFrom()
                .iterable(letters)
                .onItem()
                .transformToUniAndConcatenate(letter -> send(letter).replaceWith(letter))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private Uni<Void> send(Letter.Dead letter) {
        ConsumerRecord<byte[], byte[]> record = letter.record();
        Log.errorf("dead letter at %s-%d@%d: %s", record.topic(), record.partition(), record.offset(), letter.reason());
        return patience.within(
                        limit,
                        () -> emitter.sendMessage(asItCame(letter)),
                        failure -> failure instanceof RecordTooLargeException)
                .onFailure()
                .recoverWithUni(
                        () -> patience.within(limit, () -> emitter.sendMessage(reasonAlone(letter)), failure -> false))
                .invoke(() -> counter.increment());
    }

    private static Message<byte[]> asItCame(Letter.Dead letter) {
        ConsumerRecord<byte[], byte[]> record = letter.record();
        return message(
                record.key(), record.value(), headers(letter, letter.reason(), new RecordHeaders(record.headers())));
    }

    /** A record that was as large as the topic takes, or small only by compression, must not stop everything behind it. */
    private static Message<byte[]> reasonAlone(Letter.Dead letter) {
        String reason = letter.reason() + "; too large to be copied, it is only where it came from";
        return message(null, null, headers(letter, reason, new RecordHeaders()));
    }

    private static Message<byte[]> message(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        return Message.of(
                value,
                Metadata.of(OutgoingKafkaRecordMetadata.<byte[]>builder()
                        .withKey(key)
                        .withHeaders(headers)
                        .build()));
    }

    private static Headers headers(Letter.Dead letter, String reason, Headers headers) {
        ConsumerRecord<byte[], byte[]> record = letter.record();
        // Those of a letter that died before, was replayed and died again; and nobody else says what is ours to say.
        for (Header header : headers.toArray()) {
            if (header.key().startsWith("dlq-")) {
                headers.remove(header.key());
            }
        }
        put(headers, "dlq-reason", reason);
        put(headers, "dlq-topic", record.topic());
        put(headers, "dlq-partition", String.valueOf(record.partition()));
        put(headers, "dlq-offset", String.valueOf(record.offset()));
        letter.ids().ifPresent(ids -> {
            put(headers, USER, ids.user().value());
            put(headers, GENERATION, ids.generation().value());
        });
        return headers;
    }

    private static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
