package dev.chatcredits.gateway.chat;

import static dev.chatcredits.gateway.provider.ProviderFailure.Kind.BROKEN;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatcredits.gateway.completion.Usage;
import dev.chatcredits.gateway.provider.AnswerCheck;
import dev.chatcredits.gateway.provider.ProviderFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One answer as its chunks come in: what may be passed on at once, and what has to wait until the generation is settled. The first
 * chunks, which carry no token, wait too: until a token is there, another provider can still answer in their place.
 */
final class Answer {

    /** Those of the protocol. What else a provider gives as one may be anything, and is for the caller only. */
    private static final Set<String> REASONS =
            Set.of("stop", "length", "tool_calls", "content_filter", "function_call");

    private final String model;
    private final Waiting early;
    private final Waiting last;
    private boolean begun;
    private boolean said;
    private boolean text;
    private @Nullable String finishReason;
    private @Nullable Usage usage;
    private long characters;

    /**
     * Begins an answer.
     *
     * @param mostWaiting in bytes; what waits goes out at once, so that it can't be more than a reader may leave untaken
     */
    Answer(String model, long mostWaiting) {
        this.model = model;
        this.early = new Waiting(mostWaiting);
        this.last = new Waiting(mostWaiting);
    }

    /**
     * Takes a chunk in; gives what may be passed on now.
     *
     * @throws ProviderFailure if too much has to wait
     */
    List<ObjectNode> take(ObjectNode chunk) {
        chunk.put("model", model);
        readUsage(chunk.path("usage"));
        var hadBegun = begun;
        chunk.path("choices").forEach(this::read);
        var ends = finishReason != null || isUsageOnly(chunk);
        if (!ends) {
            chunk.remove("usage");
        }
        if (hadBegun && !ends) {
            return List.of(chunk);
        }
        (ends ? last : early).add(chunk);
        return begun && !hadBegun ? early.takeAll() : List.of();
    }

    /** Takes a whole answer in. */
    void takeWhole(ObjectNode answer) {
        answer.put("model", model);
        readUsage(answer.path("usage"));
        begun = true;
        for (var choice : answer.path("choices")) {
            readText(choice.path("message"));
            readFinish(choice);
        }
        last.chunks.add(answer);
    }

    /** Whether a token is there; from then on no other provider can answer. */
    boolean begun() {
        return begun;
    }

    /** Whether it says something so far, more than thoughts and blanks. */
    boolean said() {
        return said;
    }

    /** Whether it says something in words: some answers are calls of tools, pictures, or thoughts that were cut off. */
    boolean hasText() {
        return text;
    }

    /** What waits for the settlement: finish reason and usage, or the whole answer. */
    List<ObjectNode> last() {
        return last.chunks;
    }

    /** For the event: one of the protocol's or {@code other}; of an answer that was read to its limit without a reader, {@code length}. */
    String finishReason() {
        if (finishReason == null) {
            return "length";
        }
        return REASONS.contains(finishReason) ? finishReason : "other";
    }

    Usage usage(LongSupplier promptCharacters) {
        return usage == null ? Usage.estimated(promptCharacters.getAsLong(), characters) : usage;
    }

    private void read(JsonNode choice) {
        var delta = choice.path("delta");
        readText(delta);
        said = said || AnswerCheck.says(delta);
        for (var member : delta.properties()) {
            begun |= !member.getKey().equals("role") && hasContent(member.getValue());
        }
        readFinish(choice);
    }

    private void readText(JsonNode message) {
        var words = words(message);
        characters += words.length();
        text |= !words.isBlank();
    }

    /** What a person can read of a message or a part of one. */
    static String words(JsonNode message) {
        var content = message.path("content").textValue();
        var refusal = message.path("refusal").textValue();
        return (content == null ? "" : content) + (refusal == null ? "" : refusal);
    }

    private void readFinish(JsonNode choice) {
        var reason = choice.path("finish_reason").textValue();
        if (reason != null && !reason.isEmpty()) {
            finishReason = reason;
        }
    }

    private void readUsage(JsonNode given) {
        if (given.isObject()) {
            usage = new Usage(count(given, "prompt_tokens"), count(given, "completion_tokens"), Usage.Source.PROVIDER);
        }
    }

    private static long count(JsonNode usage, String name) {
        return Math.max(0, usage.path(name).asLong());
    }

    private static boolean isUsageOnly(ObjectNode chunk) {
        return chunk.path("choices").isEmpty() && chunk.path("usage").isObject();
    }

    private static boolean hasContent(JsonNode value) {
        return value.isTextual() ? !value.textValue().isEmpty() : value.isContainerNode() && !value.isEmpty();
    }

    /** Chunks that go out at once, later. */
    private static final class Waiting {

        private final long most;
        private final List<ObjectNode> chunks = new ArrayList<>();
        private long bytes;

        Waiting(long most) {
            this.most = most;
        }

        void add(ObjectNode chunk) {
            bytes += chunk.toString().getBytes(UTF_8).length;
            if (bytes > most) {
                throw new ProviderFailure(
                        BROKEN, "The provider sent too much before the first token or after the last.");
            }
            chunks.add(chunk);
        }

        List<ObjectNode> takeAll() {
            var all = List.copyOf(chunks);
            chunks.clear();
            bytes = 0;
            return all;
        }
    }
}
