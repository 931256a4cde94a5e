package dev.chatcredits.credit.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What the ledger knows of one user: immutable, decides about commands.
 *
 * @param user whose it is
 * @param anchor where periods are counted from
 * @param subscription what was proven of it
 * @param grants those that count, those of periods that events can still arrive for, and those with open holds
 * @param holds the holds at hand: those that the commands at hand name
 * @param adjustments the adjustments at hand, by idempotency key
 * @param lastGrantNo the last number given to a grant
 * @param lastEntryNo the last number given to an entry
 * @param version grows with each change of the balance
 * @param touchedAt the account's time, which never runs backwards
 * @param updatedAt when the balance changed last
 */
public record Account(
        UserId user,
        Anchor anchor,
        Subscription subscription,
        List<Grant> grants,
        Map<GenerationId, Hold> holds,
        Map<String, Adjustment> adjustments,
        long lastGrantNo,
        long lastEntryNo,
        long version,
        Instant touchedAt,
        Instant updatedAt) {

    public Account {
        grants = List.copyOf(grants);
        holds = Map.copyOf(holds);
        adjustments = Map.copyOf(adjustments);
    }

    /** An account that nothing is known of yet. */
    public static Account open(UserId user, Anchor anchor, Instant now) {
        return new Account(user, anchor, Subscription.UNKNOWN, List.of(), Map.of(), Map.of(), 0, 0, 0, now, now);
    }

    /**
     * Decides about a command. The account is brought to the present first: grants of past periods end, and the PLAN grant of
     * the current one is made. That is all there is to renewal.
     *
     * @param clock the present; the account's own time when that is later
     */
    public Decision decide(Command command, Instant clock) {
        Turn turn = new Turn(this, clock);
        Plans.renew(turn);
        return turn.decision(
                switch (command) {
                    case Command.PlaceHold c -> Generations.place(turn, c);
                    case Command.Settle c -> Generations.settle(turn, c);
                    case Command.Release c -> Generations.release(turn, c);
                    case Command.Expire c -> Generations.expire(turn, c);
                    case Command.Subscribe c -> Plans.subscribe(turn, c.proof());
                    case Command.LiftBilling c -> Plans.liftBilling(turn);
                    case Command.Adjust c -> Adjustments.adjust(turn, c.adjustment());
                });
    }

    /** The account brought to the present, for those who only look. */
    public Account asOf(Instant clock) {
        Turn turn = new Turn(this, clock);
        Plans.renew(turn);
        return turn.decision(new Outcome.Replayed(null)).account();
    }

    /** What the user has; bring the account to the present first. */
    public Balance balance() {
        return Balance.of(this, Plans.currentPeriod(grants, anchor, touchedAt));
    }

    /** How the balance comes about; bring the account to the present first, and have all open holds at hand. */
    public Explanation explanation() {
        return Explanation.of(this);
    }
}
