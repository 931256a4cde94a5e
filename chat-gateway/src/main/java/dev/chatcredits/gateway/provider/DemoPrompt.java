package dev.chatcredits.gateway.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.StringJoiner;

/**
 * What the demo reads of a request.
 *
 * @param lastUserText the text of the last message of the user; of a message with parts, that of its text parts
 * @param words in all messages, in place of tokens
 */
record DemoPrompt(String model, String lastUserText, int words) {

    static DemoPrompt of(ObjectNode request) {
        var last = "";
        var words = 0;
        for (var message : request.path("messages")) {
            var text = text(message.path("content"));
            words += wordsOf(text);
            if (message.path("role").asText().equals("user")) {
                last = text;
            }
        }
        return new DemoPrompt(request.path("model").asText(), last, words);
    }

    boolean has(String demoSwitch) {
        return lastUserText.contains(demoSwitch);
    }

    private static String text(JsonNode content) {
        if (!content.isArray()) {
            return content.asText("");
        }
        var text = new StringJoiner("\n");
        content.forEach(part -> text.add(part.path("text").asText("")));
        return text.toString();
    }

    private static int wordsOf(String text) {
        return text.isBlank() ? 0 : text.strip().split("\\s+").length;
    }
}
