package dev.chatcredits.gateway.provider;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerCheckTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'delta': {'content': 'a'}, 'finish_reason': 'stop'}",
                "{'delta': {'content': 'a'}, 'finish_reason': 'length'}",
                "{'delta': {'refusal': 'No.'}, 'finish_reason': 'stop'}",
                "{'delta': {'content': null, 'tool_calls': [{'index': 0}]}, 'finish_reason': 'tool_calls'}",
                "{'delta': {'function_call': {'name': 'f'}}, 'finish_reason': 'function_call'}",
                "{'delta': {'content': '', 'images': [{'image_url': {}}]}, 'finish_reason': 'stop'}",
                "{'message': {'content': null, 'audio': {'data': ''}}, 'finish_reason': 'stop'}",
                "{'message': {'content': [{'type': 'text'}]}, 'finish_reason': 'stop'}",
                "{'message': {'content': '', 'reasoning': 'Hm.'}, 'finish_reason': 'length'}",
                "{'delta': {'reasoning_content': 'Hm.'}, 'finish_reason': 'length'}",
            })
    void isWhole(String choice) {
        assertDoesNotThrow(() -> check(choice).requireWhole());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'delta': {}, 'finish_reason': 'stop'}",
                "{'delta': {'content': null}, 'finish_reason': 'stop'}",
                "{'delta': {'content': ' \\n\\t'}, 'finish_reason': 'stop'}",
                "{'delta': {'content': '', 'tool_calls': []}, 'finish_reason': 'tool_calls'}",
                "{'delta': {'reasoning': 'Hm.'}, 'finish_reason': 'stop'}",
                "{'delta': {'content': 5}, 'finish_reason': 'stop'}",
                "{'message': {'content': ''}, 'finish_reason': 'length'}",
                "{'message': {'role': 'assistant'}, 'finish_reason': 'content_filter'}",
            })
    void isEmpty(String choice) {
        assertFails(choice, "The provider's answer was empty.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'delta': {'content': 'a'}}",
                "{'delta': {'content': 'a'}, 'finish_reason': null}",
                "{'delta': {'content': 'a'}, 'finish_reason': ''}",
            })
    void hasNoFinishReason(String choice) {
        assertFails(choice, "The provider's answer broke off.");
    }

    private static void assertFails(String choice, String message) {
        var check = check(choice);
        var failure = assertThrows(ProviderFailure.class, check::requireWhole);
        assertEquals(ProviderFailure.Kind.BROKEN, failure.kind());
        assertEquals(message, failure.getMessage());
    }

    private static AnswerCheck check(String choice) {
        var check = new AnswerCheck();
        try {
            var answer = (ObjectNode) new ObjectMapper().readTree(("{'choices': [" + choice + "]}").replace('\'', '"'));
            if (choice.contains("'message'")) {
                check.seeWhole(answer);
            } else {
                check.seeChunk(answer);
            }
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
        return check;
    }
}
