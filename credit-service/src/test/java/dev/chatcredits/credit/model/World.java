package dev.chatcredits.credit.model;

import dev.chatcredits.credit.account.Result;
import dev.chatcredits.credit.ledger.Account;
import dev.chatcredits.credit.ledger.Anchor;
import dev.chatcredits.credit.ledger.Balance;
import dev.chatcredits.credit.ledger.Command;
import dev.chatcredits.credit.ledger.Entry;
import dev.chatcredits.credit.ledger.GenerationId;
import dev.chatcredits.credit.ledger.Invariants;
import dev.chatcredits.credit.ledger.Outcome;
import dev.chatcredits.credit.ledger.Refusal;
import dev.chatcredits.credit.ledger.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What must be in the database, by the rules alone, which are asked one command after the other. */
public final class World {

    private final Anchor anchor;
    private final Sights sights;
    private final Map<UserId, Account> accounts = new HashMap<>();
    private final Map<UserId, List<Entry>> entries = new HashMap<>();

    /**
     * Where nobody has been yet.
     *
     * @param sights what is to be seen in it is counted there
     */
    public World(Anchor anchor, Sights sights) {
        this.anchor = anchor;
        this.sights = sights;
    }

    /** What becomes of commands that arrive in one transaction. */
    public List<Result> apply(List<Command> commands, Instant now) {
        Set<GenerationId> taken = new HashSet<>();
        commands.stream()
                .filter(Command.PlaceHold.class::isInstance)
                .map(Command.PlaceHold.class::cast)
                .filter(this::isTaken)
                .forEach(c -> taken.add(c.generation()));
        Map<UserId, Balance> told = new HashMap<>();
        return commands.stream()
                .map(c -> {
                    Result result = apply(c, taken, told, now);
                    told.put(c.user(), result.balance());
                    return result;
                })
                .toList();
    }

    public Optional<Account> account(UserId user) {
        return Optional.ofNullable(accounts.get(user));
    }

    public List<Entry> entries(UserId user) {
        return entries.getOrDefault(user, List.of());
    }

    /** Somebody else has it, which is looked up once for a transaction: see ADR 6. */
    private boolean isTaken(Command.PlaceHold command) {
        return accounts.values().stream()
                .anyMatch(a -> !a.user().equals(command.user()) && a.holds().containsKey(command.generation()));
    }

    /** @param told by the transaction: an account that was only looked at isn't written, but it was brought to the present */
    private Result apply(Command command, Set<GenerationId> taken, Map<UserId, Balance> told, Instant now) {
        Account before = accounts.computeIfAbsent(command.user(), user -> Account.open(user, anchor, now));
        if (command instanceof Command.PlaceHold hold
                && !before.holds().containsKey(hold.generation())
                && taken.contains(hold.generation())) {
            return new Result(
                    command,
                    new Outcome.Refused(Refusal.GENERATION_ID_REUSED, null),
                    told.getOrDefault(command.user(), before.balance()));
        }
        Rules.Decided decided = Rules.decide(before, command, now);
        sights.saw(before, decided);
        List<Entry> appended = new ArrayList<>(entries(command.user()));
        appended.addAll(decided.entries());
        accounts.put(command.user(), decided.account());
        entries.put(command.user(), appended);
        Invariants.check(decided.account(), appended);
        return decided.result();
    }
}
