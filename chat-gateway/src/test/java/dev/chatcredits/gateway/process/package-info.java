/** The gateway as it is shipped: stopped, killed, and searched for what it must not tell. */
@NullMarked
package dev.chatcredits.gateway.process;

import org.jspecify.annotations.NullMarked;
