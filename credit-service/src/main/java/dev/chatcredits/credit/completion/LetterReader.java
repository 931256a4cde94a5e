package dev.chatcredits.credit.completion;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatcredits.credit.catalog.Catalog;
import dev.chatcredits.credit.ledger.Command;
import dev.chatcredits.credit.ledger.GenerationId;
import dev.chatcredits.credit.ledger.PlainText;
import dev.chatcredits.credit.ledger.UserId;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Reads records as the contract says: CloudEvents 1.0 in JSON, structured or binary mode. */
@ApplicationScoped
class LetterReader {

    private static final Duration TOLERATED_SKEW = Duration.ofMinutes(5);

    /** Ended generations are remembered for 37 days: longer than the topic keeps events. What is older might be charged twice. */
    static final Duration OLDEST = Duration.ofDays(37);

    private static final int LONGEST_MODEL_ID = 200;
    private static final int LONGEST_ATTEMPT = 128;

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Catalog catalog;
    private final Clock clock;

    LetterReader(Catalog catalog, Clock clock) {
        this.catalog = catalog;
        this.clock = clock;
    }

    /** The envelope and the data of an event. */
    private record Event(
            @Nullable String specversion,
            @Nullable String type,
            @Nullable String id,
            @Nullable String subject,
            JsonNode data) {}

    /** Never fails: a bug that a record brings to light must not stop the others. */
    Letter read(ConsumerRecord<byte[], byte[]> record) {
        try {
            return letter(record);
        } catch (RuntimeException | StackOverflowError e) {
            Log.errorf(e, "the reader broke on %s-%d@%d", record.topic(), record.partition(), record.offset());
            return new Letter.Dead(record, "the reader broke on it; the log has the details", Optional.empty());
        }
    }

    private Letter letter(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null || record.value().length == 0) {
            return new Letter.Dead(record, "empty value", Optional.empty());
        }
        JsonNode value;
        try {
            value = JSON.readTree(record.value());
        } catch (IOException e) {
            return new Letter.Dead(record, "not JSON, or a member is there twice", Optional.empty());
        }
        if (!(value instanceof ObjectNode object)) {
            return new Letter.Dead(record, "not a JSON object", Optional.empty());
        }
        Event event = isBinaryMode(record) ? binary(record, object) : structured(object);
        String reason = complaint(event);
        return reason == null
                ? new Letter.Good(record, command(event.data()))
                : new Letter.Dead(record, reason, ids(event.data()));
    }

    /** A content type of CloudEvents decides (their Kafka binding, 3); beside any other, or none, the attribute that every event has. */
    private static boolean isBinaryMode(ConsumerRecord<byte[], byte[]> record) {
        String contentType = header(record, "content-type");
        boolean structured =
                contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith("application/cloudevents");
        return !structured && record.headers().lastHeader("ce_specversion") != null;
    }

    private static Event structured(ObjectNode value) {
        return new Event(
                text(value, "specversion"),
                text(value, "type"),
                text(value, "id"),
                subject(value.path("subject")),
                value.path("data"));
    }

    private static Event binary(ConsumerRecord<byte[], byte[]> record, ObjectNode value) {
        return new Event(
                header(record, "ce_specversion"),
                header(record, "ce_type"),
                header(record, "ce_id"),
                header(record, "ce_subject"),
                value);
    }

    private static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** What is wrong with an event; null when nothing is. */
    private @Nullable String complaint(Event event) {
        if (!"1.0".equals(event.specversion())) {
            return "specversion must be 1.0";
        }
        if (!"generation.completed.v1".equals(event.type())) {
            return "type must be generation.completed.v1";
        }
        if (!(event.data() instanceof ObjectNode data)) {
            return "data must be an object";
        }
        GenerationId generation = generationOrNull(data);
        if (generation == null) {
            return "data.generationId must be 1 to 128 characters of A-Z a-z 0-9 . _ : -";
        }
        UserId user = userOrNull(data);
        if (user == null) {
            return "data.userId must be 1 to 255 characters without control characters";
        }
        if (!generation.value().equals(event.id())) {
            return "id must be data.generationId";
        }
        if (event.subject() != null && !user.value().equals(event.subject())) {
            return "subject must be data.userId";
        }
        return complaintAboutData(data);
    }

    private @Nullable String complaintAboutData(ObjectNode data) {
        if (!isText(text(data, "modelId"), LONGEST_MODEL_ID)) {
            return "data.modelId must be 1 to " + LONGEST_MODEL_ID + " characters without control characters";
        }
        String outcome = text(data, "outcome");
        if (!"SUCCEEDED".equals(outcome) && !"FAILED".equals(outcome)) {
            return "data.outcome must be SUCCEEDED or FAILED";
        }
        if ("FAILED".equals(outcome) && !isAttempt(data.path("attempt"))) {
            return "data.attempt must be 1 to " + LONGEST_ATTEMPT + " characters without control characters";
        }
        Instant completedAt = completedAtOrNull(data);
        if (completedAt == null) {
            return "data.completedAt must be an ISO-8601 instant";
        }
        Instant now = clock.instant();
        if (completedAt.isAfter(now.plus(TOLERATED_SKEW))) {
            return "data.completedAt is more than " + TOLERATED_SKEW.toMinutes() + " minutes in the future";
        }
        if (completedAt.isBefore(now.minus(OLDEST))) {
            return "data.completedAt is more than " + OLDEST.toDays() + " days ago";
        }
        return null;
    }

    private Command.OfGeneration command(JsonNode data) {
        UserId user = new UserId(data.path("userId").textValue());
        GenerationId generation = new GenerationId(data.path("generationId").textValue());
        if ("FAILED".equals(text(data, "outcome"))) {
            return new Command.Release(user, generation, text(data, "attempt"));
        }
        String modelId = data.path("modelId").textValue();
        if (!catalog.hasPrice(modelId)) {
            Log.warnf("model %s has no price; the default applies, unless it is set to be refused", modelId);
        }
        Instant completedAt =
                OffsetDateTime.parse(data.path("completedAt").textValue()).toInstant();
        return new Command.Settle(
                user, generation, modelId, catalog.price(modelId).orElse(null), completedAt);
    }

    private static Optional<Letter.Ids> ids(JsonNode data) {
        UserId user = userOrNull(data);
        GenerationId generation = generationOrNull(data);
        return user == null || generation == null ? Optional.empty() : Optional.of(new Letter.Ids(user, generation));
    }

    /** It may be left out: then the failure is of whatever is held. */
    private static boolean isAttempt(JsonNode attempt) {
        return attempt.isMissingNode() || attempt.isNull() || isText(attempt.textValue(), LONGEST_ATTEMPT);
    }

    private static boolean isText(@Nullable String value, int longest) {
        return value != null && !value.isBlank() && value.length() <= longest && PlainText.is(value);
    }

    private static @Nullable Instant completedAtOrNull(ObjectNode data) {
        String text = text(data, "completedAt");
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable UserId userOrNull(JsonNode data) {
        String user = text(data, "userId");
        return user != null && UserId.isValid(user) ? new UserId(user) : null;
    }

    private static @Nullable GenerationId generationOrNull(JsonNode data) {
        String generation = text(data, "generationId");
        return generation != null && GenerationId.isValid(generation) ? new GenerationId(generation) : null;
    }

    /** It may be left out; one of another type than text is nobody's id. */
    private static @Nullable String subject(JsonNode subject) {
        return subject.isMissingNode() || subject.isNull() ? null : subject.isTextual() ? subject.textValue() : "";
    }

    /** A member of another type than text is as good as none. */
    private static @Nullable String text(JsonNode object, String member) {
        return object.path(member).textValue();
    }
}
