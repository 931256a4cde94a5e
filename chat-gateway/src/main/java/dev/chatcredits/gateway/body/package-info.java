/** Reads what callers send: bounded, and so strictly that every reader downstream sees the same thing in it. */
@NullMarked
package dev.chatcredits.gateway.body;

import org.jspecify.annotations.NullMarked;
