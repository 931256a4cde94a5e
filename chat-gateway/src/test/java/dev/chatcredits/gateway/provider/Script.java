package dev.chatcredits.gateway.provider;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a {@link ProviderServer} does when it is called. */
@FunctionalInterface
public interface Script {

    void play(ProviderCall call) throws IOException, InterruptedException;

    /** A good answer, streamed or whole, as the request asks for. */
    static Script says(String... tokens) {
        return call -> {
            if (call.streaming()) {
                stream(chunks(tokens)).play(call);
            } else {
                call.whole(200, "application/json", whole(tokens).toString());
            }
        };
    }

    /** These chunks as events, one piece each, and {@code [DONE]}. */
    static Script stream(List<ObjectNode> chunks) {
        return call -> {
            call.streamHead();
            for (var chunk : chunks) {
                call.chunk(event(chunk));
            }
            call.chunk("data: [DONE]\n\n").end();
        };
    }

    /** These bytes of a stream, one piece each, and a proper end. */
    static Script pieces(String... pieces) {
        return call -> {
            call.streamHead();
            for (var piece : pieces) {
                call.chunk(piece);
            }
            call.end();
        };
    }

    /** The provider refuses, with a text that no one of ours may repeat. */
    static Script status(int status) {
        return call -> call.whole(
                status, "application/json", "{\"error\":{\"message\":\"upstream text\",\"code\":" + status + "}}");
    }

    /** Goes on for ever, a token every so often, until the client hangs up. */
    static Script endless(long pauseMillis) {
        return call -> {
            call.streamHead();
            while (!call.isClosedByClient()) {
                call.chunk(event(token("on ")));
                Thread.sleep(pauseMillis);
            }
        };
    }

    /** Says these tokens and then nothing more, without an end. */
    static Script hangsAfter(String... tokens) {
        return call -> {
            call.streamHead();
            for (var token : tokens) {
                call.chunk(event(token(token)));
            }
            call.awaitClosedByClient();
        };
    }

    /** Says these tokens, then its process dies. */
    static Script diesAfter(String... tokens) {
        return call -> {
            call.streamHead();
            for (var token : tokens) {
                call.chunk(event(token(token)));
            }
            Thread.sleep(50);
            call.reset();
        };
    }

    static String event(ObjectNode chunk) {
        return "data: " + chunk + "\n\n";
    }

    /** The chunks of an answer in the order of OpenAI's streams: role, tokens, finish reason, usage. */
    static List<ObjectNode> chunks(String... tokens) {
        var chunks = new ArrayList<ObjectNode>();
        var role = token("");
        ((ObjectNode) role.at("/choices/0/delta")).put("role", "assistant");
        chunks.add(role);
        for (var token : tokens) {
            chunks.add(token(token));
        }
        chunks.add(finish("stop"));
        chunks.add(usage(tokens.length));
        return chunks;
    }

    static ObjectNode token(String text) {
        var chunk = envelope("chat.completion.chunk");
        chunk.putArray("choices")
                .addObject()
                .put("index", 0)
                .putNull("finish_reason")
                .putObject("delta")
                .put("content", text);
        return chunk;
    }

    /** What a model thinks before it says something. */
    static ObjectNode thought(String text) {
        var chunk = token("");
        ((ObjectNode) chunk.at("/choices/0/delta")).put("reasoning", text);
        return chunk;
    }

    static ObjectNode finish(String reason) {
        var chunk = envelope("chat.completion.chunk");
        chunk.putArray("choices")
                .addObject()
                .put("index", 0)
                .put("finish_reason", reason)
                .putObject("delta");
        return chunk;
    }

    static ObjectNode usage(int completionTokens) {
        var chunk = envelope("chat.completion.chunk");
        chunk.putArray("choices");
        chunk.putObject("usage")
                .put("prompt_tokens", 12)
                .put("completion_tokens", completionTokens)
                .put("total_tokens", 12 + completionTokens);
        return chunk;
    }

    static ObjectNode whole(String... tokens) {
        var answer = envelope("chat.completion");
        answer.putArray("choices")
                .addObject()
                .put("index", 0)
                .put("finish_reason", "stop")
                .putObject("message")
                .put("role", "assistant")
                .put("content", String.join("", tokens));
        answer.set("usage", usage(tokens.length).get("usage"));
        return answer;
    }

    private static ObjectNode envelope(String object) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", "gen-1")
                .put("object", object)
                .put("created", 1_764_000_000)
                .put("model", "upstream-model");
    }
}
