package dev.chatcredits.gateway.credit;

import dev.chatcredits.gateway.identity.Subscription;

/**
 * Asks to set credits aside.
 *
 * @param requestHash tells the same request from another one under the same id
 * @param attempt the HTTP request that asks: the gateway may repeat its own call, but no one else's
 */
public record HoldRequest(
        String generationId,
        String userId,
        String modelId,
        Subscription subscription,
        String requestHash,
        String attempt) {}
