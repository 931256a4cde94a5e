package dev.chatcredits.gateway.provider;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** One made-up answer in OpenAI's form, whole or in chunks of a word. */
final class DemoAnswer {

    private static final int QUOTED = 60;

    private static final String MARKDOWN = """
            Credits are **held** before a model is asked and *charged* when it has answered:

            1. The gateway asks for a hold.
            2. The model answers, word by word.
            3. The hold is settled, or released if something failed.

            ```java
            var credits = Credits.of(50);
            var held = account.hold(credits.minus(48)); // two for this answer
            ```

            | model | credits |
            | --- | --- |
            | small | 1 |
            | large | 5 |

            > What failed costs nothing. More in the `README`.
            """;

    private final String id = "chatcmpl-demo-" + UUID.randomUUID();
    private final long created = Instant.now().getEpochSecond();
    private final DemoPrompt prompt;
    private final List<String> words;

    DemoAnswer(DemoPrompt prompt) {
        this.prompt = prompt;
        this.words = prompt.has("[empty]") ? List.of() : List.of(textFor(prompt).split("(?<= )"));
    }

    /** The role, every word, the finish reason, and last, without a choice, the usage: the order of OpenAI's own streams. */
    List<ObjectNode> chunks() {
        var chunks = new ArrayList<ObjectNode>();
        choice(chunk(chunks)).putObject("delta").put("role", "assistant").put("content", "");
        for (var word : words) {
            choice(chunk(chunks)).putObject("delta").put("content", word);
        }
        var last = choice(chunk(chunks)).put("finish_reason", "stop");
        last.putObject("delta");
        var usage = chunk(chunks);
        usage.putArray("choices");
        usage.set("usage", usage());
        return chunks;
    }

    ObjectNode whole() {
        var whole = envelope("chat.completion");
        choice(whole)
                .put("finish_reason", "stop")
                .putObject("message")
                .put("role", "assistant")
                .put("content", String.join("", words));
        whole.set("usage", usage());
        return whole;
    }

    private ObjectNode chunk(List<ObjectNode> chunks) {
        var chunk = envelope("chat.completion.chunk");
        chunks.add(chunk);
        return chunk;
    }

    private static ObjectNode choice(ObjectNode envelope) {
        return envelope.putArray("choices").addObject().put("index", 0).putNull("finish_reason");
    }

    private ObjectNode envelope(String object) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("object", object)
                .put("created", created)
                .put("model", prompt.model());
    }

    private ObjectNode usage() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("prompt_tokens", prompt.words())
                .put("completion_tokens", words.size())
                .put("total_tokens", prompt.words() + words.size());
    }

    private static String textFor(DemoPrompt prompt) {
        if (prompt.has("[markdown]")) {
            return MARKDOWN;
        }
        var question = prompt.lastUserText().strip().replaceAll("\\s+", " ");
        var quoted = question.length() <= QUOTED
                ? question
                : question.substring(0, question.offsetByCodePoints(0, question.codePointCount(0, QUOTED))) + "…";
        return "You asked: “" + quoted + "” A short answer first: it depends on what you look at. "
                + "There is a simple explanation, which is right most of the time, and a longer one for the cases in which it "
                + "isn't. Start with the simple one, check it against something that you can measure, and read on only where "
                + "the two disagree. "
                + "(These words were made up by the demo provider in the place of " + prompt.model() + ".)";
    }
}
