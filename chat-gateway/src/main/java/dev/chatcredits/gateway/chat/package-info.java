/**
 * Chat with a model for credits. {@link dev.chatcredits.gateway.chat.Generation} tells the story: hold, provider, settlement,
 * receipt. The resources speak its two dialects: events for our pages, and the OpenAI API.
 */
@NullMarked
package dev.chatcredits.gateway.chat;

import org.jspecify.annotations.NullMarked;
