package dev.chatcredits.credit.account;

import dev.chatcredits.credit.catalog.Catalog;
import dev.chatcredits.credit.ledger.Account;
import dev.chatcredits.credit.ledger.Adjustment;
import dev.chatcredits.credit.ledger.Command;
import dev.chatcredits.credit.ledger.GenerationId;
import dev.chatcredits.credit.ledger.Grant;
import dev.chatcredits.credit.ledger.Hold;
import dev.chatcredits.credit.ledger.UserId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Locks accounts, always in the same order, and loads what commands need of them. */
@ApplicationScoped
class AccountReader {

    /** Events older than 37 days aren't taken; their periods, and those after, are at hand with a day to spare. */
    private static final Duration GRANTS_AT_HAND = Duration.ofDays(38);

    private static final String LOCK = "select * from account where user_id = any($1) order by user_id for update";
    private static final String LOOK = "select * from account where user_id = any($1)";
    private static final String OPEN = "insert into account (user_id, touched_at, updated_at)"
            + " select user_id, $2, $2 from unnest($1::text[]) user_id order by user_id on conflict do nothing";
    /** However old: those that still count, hold or owe, for nothing ended them while nobody touched the account. */
    private static final String GRANTS = "select * from credit_grant where user_id = any($1)"
            + " and (ends_at > $2 or state = 'ACTIVE' or held > 0 or debt > 0) order by user_id, no";

    private static final String HOLDS = "select h.* from unnest($1::text[], $2::text[]) k (user_id, generation_id)"
            + " join hold h on h.user_id = k.user_id and h.generation_id = k.generation_id";
    private static final String TAKEN =
            "select k.generation_id from unnest($1::text[], $2::text[]) k (user_id, generation_id)"
                    + " where exists (select from hold h where h.generation_id = k.generation_id and h.user_id <> k.user_id)";
    private static final String ADJUSTMENTS = "select a.* from unnest($1::text[], $2::text[]) k (user_id, key)"
            + " join adjustment a on a.user_id = k.user_id and a.idempotency_key = k.key";

    /** Oldest first, and no more than a person can read: what the others hold is in the grants. */
    private static final String OPEN_HOLDS =
            "select * from hold where user_id = $1 and status = 'HELD' order by created_at, generation_id limit 200";

    private final Catalog catalog;

    AccountReader(Catalog catalog) {
        this.catalog = catalog;
    }

    /** An account isn't there yet. */
    static final class Unopened extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unopened() {
            super("an account isn't there yet", null, false, false);
        }
    }

    /** Fails with {@link Unopened} when one of the accounts isn't there yet: begin again with {@link #openAndLock}. */
    Uni<Locked> lock(SqlConnection connection, List<Command> commands, Instant now) {
        String[] users = users(commands);
        return load(connection, LOCK, users, commands, now).invoke(locked -> {
            if (locked.accounts().size() < users.length) {
                throw new Unopened();
            }
        });
    }

    /**
     * Makes the accounts that aren't there yet, before any is locked: who has locked some and waits for whoever makes another is
     * waited for by those who lock that one first, as everybody does.
     */
    Uni<Locked> openAndLock(SqlConnection connection, List<Command> commands, Instant now) {
        String[] users = users(commands);
        return connection
                .preparedQuery(OPEN)
                .execute(Tuple.of(users, Columns.offset(now)))
                .flatMap(opened -> load(connection, LOCK, users, commands, now));
    }

    /** The account as it is, not locked, with the holds that the commands are about; empty when there is none. */
    Uni<Optional<Account>> look(SqlConnection connection, UserId user, List<Command> about, Instant now) {
        return load(connection, LOOK, new String[] {user.value()}, about, now)
                .map(found -> Optional.ofNullable(found.accounts().get(user)));
    }

    /** The same with its open holds. */
    Uni<Optional<Account>> lookAtOpenHolds(SqlConnection connection, UserId user, Instant now) {
        Uni<RowSet<Row>> open = connection.preparedQuery(OPEN_HOLDS).execute(Tuple.of(user.value()));
        return load(connection, LOOK, new String[] {user.value()}, List.of(), open, now)
                .map(found -> Optional.ofNullable(found.accounts().get(user)));
    }

    private static String[] users(List<Command> commands) {
        Set<String> users = new TreeSet<>();
        commands.forEach(c -> users.add(c.user().value()));
        return users.toArray(String[]::new);
    }

    /** With the holds that the commands are about. */
    private Uni<Locked> load(
            SqlConnection connection, String accounts, String[] users, List<Command> commands, Instant now) {
        Uni<RowSet<Row>> named =
                query(connection, HOLDS, keys(Command.OfGeneration.class, commands, AccountReader::generation));
        return load(connection, accounts, users, commands, named, now);
    }

    /** The statements are sent at once; PostgreSQL runs them in their order, so that the others see what the lock waited for. */
    private Uni<Locked> load(
            SqlConnection connection,
            String accounts,
            String[] users,
            List<Command> commands,
            Uni<RowSet<Row>> holds,
            Instant now) {
        Instant since = now.minus(GRANTS_AT_HAND);
        List<Uni<RowSet<Row>>> queries = new ArrayList<>();
        queries.add(connection.preparedQuery(accounts).execute(Tuple.of(users)));
        queries.add(connection.preparedQuery(GRANTS).execute(Tuple.of(users, Columns.offset(since))));
        queries.add(holds);
        queries.add(query(connection, TAKEN, keys(Command.PlaceHold.class, commands, AccountReader::generation)));
        queries.add(query(
                connection,
                ADJUSTMENTS,
                keys(Command.Adjust.class, commands, c -> c.adjustment().key())));
        return Uni.join().all(queries).andFailFast().flatMap(rows -> {
            Map<UserId, List<Grant>> grants = Failures.ours(() -> grouped(rows.get(1), Rows::grant));
            Map<UserId, List<Hold>> named = Failures.ours(() -> grouped(rows.get(2), Rows::hold));
            return OldGrants.add(grants, named, since, connection)
                    .map(added -> Failures.ours(() -> locked(rows, grants, named)));
        });
    }

    private Locked locked(List<RowSet<Row>> rows, Map<UserId, List<Grant>> grants, Map<UserId, List<Hold>> holds) {
        Map<UserId, List<Adjustment>> adjustments = grouped(rows.get(4), Rows::adjustment);
        Set<GenerationId> taken = new HashSet<>();
        rows.get(3).forEach(row -> taken.add(new GenerationId(row.getString("generation_id"))));
        Map<UserId, Account> found = new HashMap<>();
        rows.get(0).forEach(row -> {
            UserId user = Rows.user(row);
            found.put(
                    user,
                    Rows.account(
                            row,
                            catalog.anchor(),
                            grants.getOrDefault(user, List.of()),
                            holds.getOrDefault(user, List.of()),
                            adjustments.getOrDefault(user, List.of())));
        });
        return new Locked(found, taken);
    }

    /** What a row is found by, beside its user. */
    private record Key(String user, String part) {}

    private static String generation(Command.OfGeneration command) {
        return command.generation().value();
    }

    /** Each once, for a row is found as often as it is asked for, and a batch can hold the same command many times. */
    private static <T extends Command> List<Key> keys(Class<T> type, List<Command> commands, Function<T, String> part) {
        return commands.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .map(c -> new Key(c.user().value(), part.apply(c)))
                .distinct()
                .toList();
    }

    private static Uni<RowSet<Row>> query(SqlConnection connection, String sql, List<Key> keys) {
        return connection
                .preparedQuery(sql)
                .execute(new Columns<>(keys).text(Key::user).text(Key::part).tuple());
    }

    private interface Mapping<T> {
        T of(Row row);
    }

    private static <T> Map<UserId, List<T>> grouped(RowSet<Row> rows, Mapping<T> mapping) {
        Map<UserId, List<T>> byUser = new HashMap<>();
        rows.forEach(row -> byUser.computeIfAbsent(Rows.user(row), user -> new ArrayList<>())
                .add(mapping.of(row)));
        return byUser;
    }
}
