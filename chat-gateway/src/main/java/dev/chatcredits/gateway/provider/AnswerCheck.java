package dev.chatcredits.gateway.provider;

import static dev.chatcredits.gateway.provider.ProviderFailure.Kind.BROKEN;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Decides whether an answer, in chunks or whole, is one that a person can be charged for: it ended with a finish reason and
 * says something. Text that is all white space, or thinking without an answer, says nothing; but thinking that was cut off
 * by the caller's own token limit ({@code length}) was delivered as asked for.
 */
public final class AnswerCheck {

    private static final List<String> SAYINGS = List.of("content", "refusal");
    private static final List<String> THINKING = List.of("reasoning", "reasoning_content");
    private static final List<String> PARTS = List.of("content", "tool_calls", "function_call", "images", "audio");

    private boolean finished;
    private boolean cutByLimit;
    private boolean said;
    private boolean thought;

    /** Takes in a {@code chat.completion.chunk}. */
    void seeChunk(ObjectNode chunk) {
        see(chunk, "delta");
    }

    /** Takes in a {@code chat.completion}. */
    void seeWhole(ObjectNode answer) {
        see(answer, "message");
    }

    private void see(ObjectNode answer, String part) {
        for (var choice : answer.path("choices")) {
            see(choice.path(part));
            var reason = choice.path("finish_reason");
            if (reason.isTextual() && !reason.asText().isEmpty()) {
                finished = true;
                cutByLimit |= reason.asText().equals("length");
            }
        }
    }

    private void see(JsonNode message) {
        said = said || says(message);
        thought = thought || hasText(message, THINKING);
    }

    /** Whether a message, or a part of one, says something; thoughts and blanks don't. */
    public static boolean says(JsonNode message) {
        return hasText(message, SAYINGS)
                || PARTS.stream().anyMatch(name -> !message.path(name).isEmpty());
    }

    private static boolean hasText(JsonNode message, List<String> names) {
        return names.stream()
                .map(message::path)
                .anyMatch(said -> said.isTextual() && !said.asText().isBlank());
    }

    static ProviderFailure brokenOff() {
        return new ProviderFailure(BROKEN, "The provider's answer broke off.");
    }

    /** To be called when the provider has said all. */
    void requireWhole() {
        if (!finished) {
            throw brokenOff();
        }
        if (!said && !(thought && cutByLimit)) {
            throw ProviderFailure.emptyAnswer();
        }
    }
}
