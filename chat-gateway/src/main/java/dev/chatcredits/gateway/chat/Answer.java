package dev.chatcredits.gateway.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatcredits.gateway.completion.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One answer as its chunks come in: what may be passed on at once, and what has to wait until the generation is settled. The first
 * chunks, which carry no token, wait too: until a token is there, another provider can still answer in their place.
 */
final class Answer {

    /** It goes into an event, so that nothing longer than a word should. */
    private static final int LONGEST_REASON = 40;

    private final String model;
    private final List<ObjectNode> early = new ArrayList<>();
    private final List<ObjectNode> last = new ArrayList<>();
    private boolean begun;
    private @Nullable String finishReason;
    private @Nullable Usage usage;
    private long characters;

    Answer(String model) {
        this.model = model;
    }

    /** Takes a chunk in; gives what may be passed on now. */
    List<ObjectNode> take(ObjectNode chunk) {
        chunk.put("model", model);
        readUsage(chunk.path("usage"));
        var hadBegun = begun;
        chunk.path("choices").forEach(this::read);
        if (finishReason != null || isUsageOnly(chunk)) {
            last.add(chunk);
            return begun && !hadBegun ? takeEarly() : List.of();
        }
        chunk.remove("usage");
        early.add(chunk);
        return begun ? takeEarly() : List.of();
    }

    /** Takes a whole answer in. */
    void takeWhole(ObjectNode answer) {
        answer.put("model", model);
        readUsage(answer.path("usage"));
        begun = true;
        for (var choice : answer.path("choices")) {
            characters += choice.path("message").path("content").asText("").length();
            readFinish(choice);
        }
        last.add(answer);
    }

    /** Whether a token is there; from then on no other provider can answer. */
    boolean begun() {
        return begun;
    }

    /** What waits for the settlement: finish reason and usage, or the whole answer. */
    List<ObjectNode> last() {
        return last;
    }

    /** As the provider gave it; of an answer that was read to its limit without a reader, {@code length}. */
    String finishReason() {
        return finishReason == null ? "length" : finishReason;
    }

    Usage usage(LongSupplier promptCharacters) {
        return usage == null ? Usage.estimated(promptCharacters.getAsLong(), characters) : usage;
    }

    private List<ObjectNode> takeEarly() {
        var now = List.copyOf(early);
        early.clear();
        return now;
    }

    private void read(JsonNode choice) {
        var delta = choice.path("delta");
        characters += delta.path("content").asText("").length();
        for (var member : delta.properties()) {
            begun |= !member.getKey().equals("role") && hasContent(member.getValue());
        }
        readFinish(choice);
    }

    private void readFinish(JsonNode choice) {
        var reason = choice.path("finish_reason").textValue();
        if (reason != null && !reason.isEmpty()) {
            finishReason = reason.substring(0, Math.min(reason.length(), LONGEST_REASON));
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
}
