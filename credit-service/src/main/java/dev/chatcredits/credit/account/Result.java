package dev.chatcredits.credit.account;

import dev.chatcredits.credit.ledger.Balance;
import dev.chatcredits.credit.ledger.Command;
import dev.chatcredits.credit.ledger.Outcome;

/**
 * What became of a command, once it is committed.
 *
 * @param command what was asked
 * @param outcome what became of it
 * @param balance the balance right after it
 */
public record Result(Command command, Outcome outcome, Balance balance) {}
