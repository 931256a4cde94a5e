package dev.chatcredits.credit.account;

import dev.chatcredits.credit.ledger.Account;
import dev.chatcredits.credit.ledger.GenerationId;
import dev.chatcredits.credit.ledger.UserId;
import java.util.Map;
import java.util.Set;

/**
 * The accounts of a transaction, locked, with the grants and holds that its commands are about.
 *
 * @param accounts by user
 * @param takenByOthers ids of new holds that another user has already
 */
record Locked(Map<UserId, Account> accounts, Set<GenerationId> takenByOthers) {}
