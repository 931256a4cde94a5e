/** The credit service, as the gateway asks it: hold, settle, release, balance, catalog. Fails closed. */
@NullMarked
package dev.chatcredits.gateway.credit;

import org.jspecify.annotations.NullMarked;
