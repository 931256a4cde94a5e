package dev.chatcredits.gateway.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatcredits.gateway.credit.Hold;
import dev.chatcredits.gateway.provider.ProviderFailure;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a streamed answer is written down for the caller. An empty buffer says nothing. */
interface AnswerForm {

    /** Before the first token. */
    Buffer opened(Hold hold);

    /** One chunk of the provider's. */
    Buffer chunk(ObjectNode chunk);

    /** Whether a complete answer holds anything that this form can show. */
    boolean shows(Answer answer);

    /** Where nothing reaches the caller there is nothing to be charged for. */
    default void requireShown(Answer answer) {
        if (!shows(answer)) {
            throw ProviderFailure.emptyAnswer();
        }
    }

    /** The end of an answer that is charged: the chunks that had to wait, and the receipt. */
    Buffer receipt(List<ObjectNode> last, Receipt receipt);

    /**
     * The end of an answer that failed.
     *
     * @param charged null when it isn't known
     */
    Buffer error(HttpProblem problem, @Nullable Long charged, String generationId);
}
