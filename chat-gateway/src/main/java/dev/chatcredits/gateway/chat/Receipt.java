package dev.chatcredits.gateway.chat;

import dev.chatcredits.gateway.completion.Usage;

/**
 * What a generation cost, certain to be charged.
 *
 * @param charged in credits
 * @param remaining of the person's credits
 * @param total of the period
 */
record Receipt(String generationId, long charged, long remaining, long total, Usage usage) {}
