/** Who calls, and which subscription they have: taken from a verified access token and from nothing else. */
@NullMarked
package dev.chatcredits.gateway.identity;

import org.jspecify.annotations.NullMarked;
