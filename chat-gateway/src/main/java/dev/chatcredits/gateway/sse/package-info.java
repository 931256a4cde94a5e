/** Server-sent events to one reader, who may be slow or gone. */
@NullMarked
package dev.chatcredits.gateway.sse;

import org.jspecify.annotations.NullMarked;
