/** Where answers come from: OpenAI-compatible endpoints of the operator's choice, and the built-in demo. */
@NullMarked
package dev.chatcredits.gateway.provider;

import org.jspecify.annotations.NullMarked;
