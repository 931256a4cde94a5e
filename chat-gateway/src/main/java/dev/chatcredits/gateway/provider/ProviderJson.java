package dev.chatcredits.gateway.provider;

import static dev.chatcredits.gateway.provider.ProviderFailure.Kind.BROKEN;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** JSON to and from a provider. */
final class ProviderJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ProviderJson() {}

    static byte[] bytes(ObjectNode request) {
        try {
            return MAPPER.writeValueAsBytes(request);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON nodes can always be written", e);
        }
    }

    /**
     * Reads a chunk of an answer or a whole one.
     *
     * @throws ProviderFailure if it is not one: garbage, or one of the two ways to report an error after a status of 200 (a
     *     member {@code error}; a finish reason {@code error}; OpenRouter sends both)
     */
    static ObjectNode answer(byte[] bytes) {
        var answer = object(bytes);
        if (reportsError(answer)) {
            throw errorReported();
        }
        if (!answer.path("choices").isArray()) {
            throw notAnAnswer();
        }
        return answer;
    }

    static ProviderFailure errorReported() {
        return new ProviderFailure(BROKEN, "The provider reported an error in place of an answer.");
    }

    private static ObjectNode object(byte[] bytes) {
        try {
            if (MAPPER.readTree(bytes) instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException e) {
            // The parser's message quotes what it has read: it goes no further.
        }
        throw notAnAnswer();
    }

    private static ProviderFailure notAnAnswer() {
        return new ProviderFailure(BROKEN, "The provider sent something that is not an answer.");
    }

    private static boolean reportsError(ObjectNode answer) {
        if (answer.hasNonNull("error")) {
            return true;
        }
        for (var choice : answer.path("choices")) {
            if (choice.path("finish_reason").asText("").equals("error") || choice.hasNonNull("error")) {
                return true;
            }
        }
        return false;
    }
}
