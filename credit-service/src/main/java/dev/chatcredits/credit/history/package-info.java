/** The ledger as a person reads it. */
@NullMarked
package dev.chatcredits.credit.history;

import org.jspecify.annotations.NullMarked;
