package dev.chatcredits.e2e;

import java.util.UUID;

/** The events of an answer as the gateway sends them, for two credits of fifty. */
final class ScriptedAnswer {

    static final String RECEIPT = "{\"generationId\": \"g-1\", \"charged\": 2, \"remaining\": 48, \"total\": 50,"
            + " \"usage\": {\"promptTokens\": 1, \"completionTokens\": 2, \"source\": \"PROVIDER\"}}";

    private ScriptedAnswer() {}

    static String hold(UUID generation) {
        return "{\"generationId\": \"" + generation
                + "\", \"model\": \"openai/gpt-5.1\", \"held\": 2, \"remaining\": 48, \"total\": 50}";
    }

    static String failed(String charged) {
        return "{\"code\": \"PROVIDER_FAILED\", \"title\": \"Failed\", \"detail\": \"The model failed.\", \"charged\": "
                + charged + ", \"generationId\": \"g-1\"}";
    }
}
