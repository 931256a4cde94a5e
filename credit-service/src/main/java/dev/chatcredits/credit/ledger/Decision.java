package dev.chatcredits.credit.ledger;

import java.util.List;

/**
 * What the rules answer.
 *
 * @param account the account afterwards
 * @param outcome what became of the command
 * @param entries what to append, in order
 */
public record Decision(Account account, Outcome outcome, List<Entry> entries) {}
