package dev.chatcredits.gateway.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatcredits.gateway.credit.Hold;
import dev.chatcredits.gateway.problem.ProblemForm;
import dev.chatcredits.gateway.sse.EventStream;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of OpenAI's API as the provider sent them, with the receipt as a member of the last.
 *
 * @param wantsUsage whether the caller asked for usage; who didn't may not expect a chunk without a choice
 */
record OpenAiForm(ObjectMapper json, boolean wantsUsage) implements AnswerForm {

    private static final Buffer DONE = EventStream.data("[DONE]");

    @Override
    public Buffer opened(Hold hold) {
        return Buffer.buffer();
    }

    @Override
    public Buffer chunk(ObjectNode chunk) {
        return data(chunk);
    }

    @Override
    public boolean shows(Answer answer) {
        return answer.begun();
    }

    @Override
    public Buffer receipt(List<ObjectNode> last, Receipt receipt) {
        var chunks = last.stream()
                .filter(chunk -> wantsUsage || !chunk.path("choices").isEmpty())
                .toList();
        if (!wantsUsage) {
            chunks.forEach(chunk -> chunk.remove("usage"));
        }
        chunks.getLast()
                .putObject("credits")
                .put("generationId", receipt.generationId())
                .put("charged", receipt.charged())
                .put("remaining", receipt.remaining())
                .put("total", receipt.total());
        var frames = Buffer.buffer();
        chunks.forEach(chunk -> frames.appendBuffer(data(chunk)));
        return frames.appendBuffer(DONE);
    }

    @Override
    public Buffer error(HttpProblem problem, @Nullable Long charged, String generationId) {
        var error = ProblemForm.openAiError(problem);
        error.put("charged", charged);
        error.put("generationId", generationId);
        return data(Map.of("error", error));
    }

    private Buffer data(Object data) {
        try {
            return EventStream.data(json.writeValueAsBytes(data));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a chunk can't be written", e);
        }
    }
}
