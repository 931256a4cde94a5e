package dev.chatcredits.gateway.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatcredits.gateway.credit.Balance;
import dev.chatcredits.gateway.credit.Hold;
import dev.chatcredits.gateway.problem.ProblemForm;
import dev.chatcredits.gateway.sse.EventStream;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The events of {@code POST /api/chat}: hold, delta…, then receipt or error. */
record ChatForm(ObjectMapper json) implements AnswerForm {

    private record HoldEvent(String generationId, @Nullable String model, long held, long remaining, long total) {}

    private record Delta(String text) {}

    private record ErrorEvent(
            String code,
            String title,
            String detail,
            @Nullable Long charged,
            String generationId) {}

    @Override
    public Buffer opened(Hold hold) {
        Balance balance = Objects.requireNonNull(hold.balance());
        return event(
                "hold",
                new HoldEvent(
                        hold.generationId(), hold.modelId(), hold.credits(), balance.remaining(), balance.total()));
    }

    @Override
    public Buffer chunk(ObjectNode chunk) {
        var text = new StringBuilder();
        chunk.path("choices").forEach(choice -> text.append(Answer.words(choice.path("delta"))));
        return text.isEmpty() ? Buffer.buffer() : event("delta", new Delta(text.toString()));
    }

    /** Of what isn't words nothing arrives. */
    @Override
    public boolean shows(Answer answer) {
        return answer.hasText();
    }

    @Override
    public Buffer receipt(List<ObjectNode> last, Receipt receipt) {
        var frames = Buffer.buffer();
        last.forEach(chunk -> frames.appendBuffer(chunk(chunk)));
        return frames.appendBuffer(event("receipt", receipt));
    }

    @Override
    public Buffer error(HttpProblem problem, @Nullable Long charged, String generationId) {
        var code = ProblemForm.code(problem);
        return event(
                "error", new ErrorEvent(code.name(), code.title(), ProblemForm.text(problem), charged, generationId));
    }

    private Buffer event(String name, Object data) {
        try {
            return EventStream.event(name, json.writeValueAsBytes(data));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event of ours can't be written", e);
        }
    }
}
