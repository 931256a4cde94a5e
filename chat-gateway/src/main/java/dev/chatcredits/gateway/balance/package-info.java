/** What people have, pay and can buy: their balance, live and with its history, prices, plans, and what became of a generation. */
@NullMarked
package dev.chatcredits.gateway.balance;

import org.jspecify.annotations.NullMarked;
