/** Balances as others see them, and the notices that one changed. */
@NullMarked
package dev.chatcredits.credit.balance;

import org.jspecify.annotations.NullMarked;
