package dev.chatcredits.gateway.completion;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The event as it is sent; the contract is the JSON schema in {@code deploy/contracts}. Holds no word of prompt or answer.
 *
 * @param attempt whose hold a failure gives back; null for a success
 * @param finishReason one of the protocol's, or {@code other}, for a provider's own words may be anything; null for a failure
 * @param usage null for a failure
 */
public record GenerationCompleted(
        String generationId,
        String userId,
        String modelId,
        Outcome outcome,
        @Nullable String attempt,
        @Nullable String finishReason,
        @Nullable Usage usage,
        Instant completedAt) {

    /** Whether it is charged. */
    public enum Outcome {
        SUCCEEDED,
        FAILED
    }

    public static GenerationCompleted succeeded(
            String generationId, String userId, String modelId, String finishReason, Usage usage, Instant at) {
        return new GenerationCompleted(generationId, userId, modelId, Outcome.SUCCEEDED, null, finishReason, usage, at);
    }

    public static GenerationCompleted failed(
            String generationId, String userId, String modelId, String attempt, Instant at) {
        return new GenerationCompleted(generationId, userId, modelId, Outcome.FAILED, attempt, null, null, at);
    }

    /** The event in its CloudEvents 1.0 envelope, structured mode. */
    record CloudEvent(
            String specversion,
            String id,
            String type,
            String source,
            String subject,
            Instant time,
            String datacontenttype,
            GenerationCompleted data) {

        static CloudEvent of(GenerationCompleted event) {
            return new CloudEvent(
                    "1.0",
                    event.generationId(),
                    "generation.completed.v1",
                    "/chat-gateway",
                    event.userId(),
                    event.completedAt(),
                    "application/json",
                    event);
        }
    }
}
