/** The ledger's way to PostgreSQL and to REST: one transaction of lock, decide, append for a list of commands. */
@NullMarked
package dev.chatcredits.credit.account;

import org.jspecify.annotations.NullMarked;
