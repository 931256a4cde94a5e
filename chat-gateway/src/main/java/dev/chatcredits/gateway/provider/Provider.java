package dev.chatcredits.gateway.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/**
 * One upstream that speaks the OpenAI chat-completions protocol. A subscription is one call; cancelling it closes the
 * upstream connection. Nothing is retried in here: whoever holds the credits decides about retries.
 */
public interface Provider {

    /**
     * Streams one answer.
     *
     * @param request the chat-completions request, with {@code model} already in the upstream's name and {@code stream}
     *     and the usage option set by the gateway
     * @return the {@code chat.completion.chunk} objects as they came, no faster than they are asked for; completes only when the
     *     answer had a finish reason, said something and ended properly, else fails with {@link ProviderFailure}
     */
    Multi<ObjectNode> stream(ObjectNode request);

    /**
     * Asks for one whole answer.
     *
     * @param request as for {@link #stream}, with {@code stream} false
     * @return the {@code chat.completion} object, whole and not empty; else fails with {@link ProviderFailure}
     */
    Uni<ObjectNode> complete(ObjectNode request);
}
