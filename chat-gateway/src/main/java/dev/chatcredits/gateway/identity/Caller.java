package dev.chatcredits.gateway.identity;

import java.time.Instant;

/**
 * The person behind a request.
 *
 * @param userId the token's subject
 * @param expiresAt when the proof of it ends, and with it every stream that was opened on it
 */
public record Caller(String userId, Subscription subscription, Instant expiresAt) {}
