package dev.chatcredits.credit.model;

import dev.chatcredits.credit.account.Result;
import dev.chatcredits.credit.ledger.Account;
import dev.chatcredits.credit.ledger.Command;
import dev.chatcredits.credit.ledger.Decision;
import dev.chatcredits.credit.ledger.Entry;
import dev.chatcredits.credit.ledger.Grant;
import dev.chatcredits.credit.ledger.Hold;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The rules as the service asks them, for an account of which everything is at hand. */
final class Rules {

    /** What ended longer ago is told to the rules only if it still counts, holds or owes, or is of the time of a hold that is asked about. */
    private static final Duration AT_HAND = Duration.ofDays(38);

    private Rules() {}

    /**
     * What becomes of a command.
     *
     * @param account as it is kept
     * @param result what is answered
     */
    record Decided(Account account, Result result, List<Entry> entries) {}

    /** An account that a command only looked at isn't written, not even when that was. */
    static Decided decide(Account before, Command command, Instant now) {
        Optional<Instant> held = held(before, command);
        Predicate<Grant> isAtHand = grant ->
                isAtHand(grant, now) || held.filter(grant.period()::contains).isPresent();
        List<Grant> atHand = before.grants().stream().filter(isAtHand).toList();
        Decision decision = with(before, atHand, before.touchedAt()).decide(command, now);
        Account decided = decision.account();
        List<Grant> all = new ArrayList<>(decided.grants());
        before.grants().stream().filter(isAtHand.negate()).forEach(all::add);
        all.sort(Comparator.comparingLong(Grant::no));
        boolean onlyLookedAt = decided.version() == before.version()
                && decided.lastEntryNo() == before.lastEntryNo()
                && decided.subscription().equals(before.subscription());
        return new Decided(
                with(decided, all, onlyLookedAt ? before.touchedAt() : decided.touchedAt()),
                new Result(command, decision.outcome(), decided.balance()),
                decision.entries());
    }

    private static Optional<Instant> held(Account account, Command command) {
        return command instanceof Command.OfGeneration of
                ? Optional.ofNullable(account.holds().get(of.generation())).map(Hold::createdAt)
                : Optional.empty();
    }

    private static boolean isAtHand(Grant grant, Instant now) {
        return grant.period().end().isAfter(now.minus(AT_HAND))
                || grant.state() == Grant.State.ACTIVE
                || grant.held() > 0
                || grant.debt() > 0;
    }

    private static Account with(Account account, List<Grant> grants, Instant touchedAt) {
        return new Account(
                account.user(),
                account.anchor(),
                account.subscription(),
                grants,
                account.holds(),
                account.adjustments(),
                account.lastGrantNo(),
                account.lastEntryNo(),
                account.version(),
                touchedAt,
                account.updatedAt());
    }
}
