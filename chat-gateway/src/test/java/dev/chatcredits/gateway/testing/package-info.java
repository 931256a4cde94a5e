/** What the gateway's tests run against: the real credit service on real parts, a provider over HTTP, and signed tokens. */
@NullMarked
package dev.chatcredits.gateway.testing;

import org.jspecify.annotations.NullMarked;
