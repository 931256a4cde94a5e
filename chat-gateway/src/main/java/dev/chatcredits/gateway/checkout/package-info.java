/** The way to another plan: the operator's checkout, or in the local platform a change at once. */
@NullMarked
package dev.chatcredits.gateway.checkout;

import org.jspecify.annotations.NullMarked;
