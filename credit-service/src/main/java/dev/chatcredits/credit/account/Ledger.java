package dev.chatcredits.credit.account;

import dev.chatcredits.credit.balance.BalanceNotices;
import dev.chatcredits.credit.ledger.Account;
import dev.chatcredits.credit.ledger.Balance;
import dev.chatcredits.credit.ledger.Command;
import dev.chatcredits.credit.ledger.Decision;
import dev.chatcredits.credit.ledger.GenerationId;
import dev.chatcredits.credit.ledger.Outcome;
import dev.chatcredits.credit.ledger.Refusal;
import dev.chatcredits.credit.ledger.UserId;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Lock, decide, append: one transaction for a list of commands on many accounts. PostgreSQL alone knows; nothing is cached. */
@ApplicationScoped
public class Ledger {

    /** All that is read then is as of the first read, and nothing can be written. */
    private static final String SNAPSHOT = "set transaction isolation level repeatable read, read only";

    private final Pool pool;
    private final Clock clock;
    private final AccountReader reader;
    private final AccountWriter writer;
    private final BalanceNotices notices;
    private final CommandMetrics metrics;

    Ledger(
            Pool pool,
            Clock clock,
            AccountReader reader,
            AccountWriter writer,
            BalanceNotices notices,
            CommandMetrics metrics) {
        this.pool = pool;
        this.clock = clock;
        this.reader = reader;
        this.writer = writer;
        this.notices = notices;
        this.metrics = metrics;
    }

    /**
     * Applies the commands, in their order, and something else that must be committed with them or not at all.
     *
     * @return what became of each, once it is committed; fails, and nothing happened, or, when the connection broke during the
     *     commit, it is unknown whether it did: the same commands can be applied again
     */
    public Uni<List<Result>> apply(List<Command> commands, Function<SqlConnection, Uni<Void>> alongside) {
        return transaction(commands, reader::lock, alongside)
                .onFailure(AccountReader.Unopened.class)
                .recoverWithUni(() -> transaction(commands, reader::openAndLock, alongside))
                .onFailure(Failures::isWorthAnotherTry)
                .retry()
                .withBackOff(Duration.ofMillis(5), Duration.ofMillis(50))
                .atMost(5)
                .invoke(decided -> {
                    metrics.count(decided.results());
                    decided.changed().forEach(notices::changed);
                })
                .map(Decided::results);
    }

    private Uni<Decided> transaction(
            List<Command> commands, Locking locking, Function<SqlConnection, Uni<Void>> alongside) {
        return pool.withTransaction(
                connection -> decide(connection, commands, locking).call(() -> alongside.apply(connection)));
    }

    /** Applies each command that can be; one whose values PostgreSQL rejects is found by halving and doesn't stop the others. */
    public Uni<List<Answer>> applyEach(List<Command> commands) {
        return apply(commands, connection -> Uni.createFrom().voidItem())
                .<List<Answer>>map(results ->
                        results.stream().<Answer>map(Answer.Decided::new).toList())
                .onFailure(Failures::isRejected)
                .recoverWithUni(failure -> halve(commands, failure));
    }

    private Uni<List<Answer>> halve(List<Command> commands, Throwable failure) {
        if (commands.size() == 1) {
            Log.errorf(failure, "a command can't be applied: %s", name(commands.get(0)));
            return Uni.createFrom().item(List.of(new Answer.Rejected(Failures.describe(failure), failure)));
        }
        int middle = commands.size() / 2;
        return applyEach(commands.subList(0, middle))
                .flatMap(first -> applyEach(commands.subList(middle, commands.size()))
                        .map(second -> {
                            List<Answer> both = new ArrayList<>(first);
                            both.addAll(second);
                            return both;
                        }));
    }

    /** The account as of now, without a lock or a change; empty when nobody of that id is known. */
    public Uni<Optional<Account>> look(UserId user) {
        return look(user, List.of());
    }

    /** The same with one of its holds at hand, if it is there. */
    Uni<Optional<Account>> look(UserId user, GenerationId generation) {
        return look(user, List.of(new Command.Release(user, generation, null)));
    }

    private Uni<Optional<Account>> look(UserId user, List<Command> about) {
        Instant now = now();
        return snapshot(connection -> reader.look(connection, user, about, now))
                .map(found -> found.map(account -> account.asOf(now)));
    }

    /** The account as of now with its open holds, all as of one moment; empty when nobody of that id is known. */
    Uni<Optional<Account>> lookAtOpenHolds(UserId user) {
        Instant now = now();
        return snapshot(connection -> reader.lookAtOpenHolds(connection, user, now))
                .map(found -> found.map(account -> account.asOf(now)));
    }

    /** A version of the account with grants of the next would be no balance that ever was. */
    private Uni<Optional<Account>> snapshot(Function<SqlConnection, Uni<Optional<Account>>> look) {
        return pool.withTransaction(
                connection -> connection.query(SNAPSHOT).execute().chain(() -> look.apply(connection)));
    }

    /**
     * What a transaction decided.
     *
     * @param changed the last balance of each account whose balance is another one now
     */
    private record Decided(List<Result> results, List<Balance> changed) {}

    private interface Locking {
        Uni<Locked> accounts(SqlConnection connection, List<Command> commands, Instant now);
    }

    private Uni<Decided> decide(SqlConnection connection, List<Command> commands, Locking locking) {
        if (commands.isEmpty()) {
            return Uni.createFrom().item(new Decided(List.of(), List.of()));
        }
        return locking.accounts(connection, commands, now()).flatMap(locked -> {
            Map<UserId, AccountWriter.Change> changes = new HashMap<>();
            locked.accounts().forEach((user, account) -> changes.put(user, AccountWriter.Change.none(account)));
            List<Result> results = new ArrayList<>(commands.size());
            Instant now = now();
            for (Command command : commands) {
                AccountWriter.Change change = Objects.requireNonNull(changes.get(command.user()));
                Decision decision = decide(locked, change.after(), command, now);
                changes.put(command.user(), change.and(decision));
                results.add(new Result(
                        command, decision.outcome(), decision.account().balance()));
            }
            List<Balance> changed = changes.values().stream()
                    .filter(c -> c.after().version() != c.before().version())
                    .map(c -> c.after().balance())
                    .toList();
            return writer.write(connection, List.copyOf(changes.values())).replaceWith(new Decided(results, changed));
        });
    }

    private static Decision decide(Locked locked, Account account, Command command, Instant now) {
        boolean taken = command instanceof Command.PlaceHold hold
                && !account.holds().containsKey(hold.generation())
                && locked.takenByOthers().contains(hold.generation());
        if (taken) {
            return new Decision(account, new Outcome.Refused(Refusal.GENERATION_ID_REUSED, null), List.of());
        }
        return Failures.ours(() -> account.decide(command, now));
    }

    /** As exact as PostgreSQL keeps it, so that what was decided and what is read back are equal. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static String name(Command command) {
        String kind = command.getClass().getSimpleName();
        return command instanceof Command.OfGeneration of
                ? kind + " of generation " + of.generation().value()
                : kind;
    }
}
