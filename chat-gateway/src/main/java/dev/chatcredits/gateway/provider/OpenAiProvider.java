package dev.chatcredits.gateway.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;

/** Any endpoint that speaks OpenAI's chat completions: OpenRouter, OpenAI, vLLM, Ollama and others. */
final class OpenAiProvider implements Provider {

    private final Upstream upstream;
    private final int maxEventSize;
    private final int maxBodySize;

    OpenAiProvider(Upstream upstream, int maxEventSize, int maxBodySize) {
        this.upstream = upstream;
        this.maxEventSize = maxEventSize;
        this.maxBodySize = maxBodySize;
    }

    @Override
    public Multi<ObjectNode> stream(ObjectNode request) {
        return Multi.createFrom()
                .publisher(subscriber -> new StreamedAnswer(subscriber, new UpstreamCall(upstream), maxEventSize)
                        .begin(Buffer.buffer(ProviderJson.bytes(request))));
    }

    @Override
    public Uni<ObjectNode> complete(ObjectNode request) {
        return Uni.createFrom()
                .emitter(emitter -> new WholeAnswer(emitter, new UpstreamCall(upstream), maxBodySize)
                        .begin(Buffer.buffer(ProviderJson.bytes(request))));
    }
}
