/** Waiting, at the start, for the parts that the gateway can't do without. */
@NullMarked
package dev.chatcredits.gateway.start;

import org.jspecify.annotations.NullMarked;
