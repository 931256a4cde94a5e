package dev.chatcredits.credit.model;

import dev.chatcredits.credit.ledger.Account;
import dev.chatcredits.credit.ledger.Adjustment;
import dev.chatcredits.credit.ledger.Allocation;
import dev.chatcredits.credit.ledger.Anchor;
import dev.chatcredits.credit.ledger.Entry;
import dev.chatcredits.credit.ledger.GenerationId;
import dev.chatcredits.credit.ledger.Grant;
import dev.chatcredits.credit.ledger.Hold;
import dev.chatcredits.credit.ledger.Period;
import dev.chatcredits.credit.ledger.Subscription;
import dev.chatcredits.credit.ledger.UserId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads all that is in the database of a user, beside the service and with nothing of its reading code. */
public final class Books {

    private final Connection connection;
    private final Anchor anchor;

    public Books(Connection connection, Anchor anchor) {
        this.connection = connection;
        this.anchor = anchor;
    }

    private interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    public Optional<Account> account(UserId user) throws SQLException {
        List<Grant> grants = all("credit_grant", "no", user, Books::grant);
        List<Hold> holds = all("hold", "generation_id", user, Books::hold);
        List<Adjustment> adjustments = all("adjustment", "idempotency_key", user, Books::adjustment);
        return all(
                        "account",
                        "user_id",
                        user,
                        row -> new Account(
                                user,
                                anchor,
                                new Subscription(
                                        allocation(row),
                                        instant(row, "token_as_of"),
                                        instant(row, "billing_as_of"),
                                        row.getBoolean("billed")),
                                grants,
                                holds.stream().collect(Collectors.toMap(Hold::id, Function.identity())),
                                adjustments.stream().collect(Collectors.toMap(Adjustment::key, Function.identity())),
                                row.getLong("last_grant_no"),
                                row.getLong("last_entry_no"),
                                row.getLong("version"),
                                known(row, "touched_at"),
                                known(row, "updated_at")))
                .stream()
                .findFirst();
    }

    public List<Entry> entries(UserId user) throws SQLException {
        return all(
                "entry",
                "no",
                user,
                row -> new Entry(
                        row.getLong("no"),
                        Entry.Kind.valueOf(row.getString("kind")),
                        row.getLong("credits"),
                        row.getLong("grant_no"),
                        row.getString("model_id"),
                        Optional.ofNullable(row.getString("generation_id"))
                                .map(GenerationId::new)
                                .orElse(null),
                        known(row, "occurred_at"),
                        row.getLong("remaining_after"),
                        row.getString("reason"),
                        row.getString("actor")));
    }

    private static Grant grant(ResultSet row) throws SQLException {
        return new Grant(
                row.getLong("no"),
                Grant.Source.valueOf(row.getString("source")),
                allocation(row),
                new Period(known(row, "starts_at"), known(row, "ends_at")),
                row.getLong("granted"),
                row.getLong("used"),
                row.getLong("held"),
                row.getLong("lapsed"),
                row.getLong("debt"),
                Grant.State.valueOf(row.getString("state")));
    }

    private static Hold hold(ResultSet row) throws SQLException {
        Long[] grants = (Long[]) row.getArray("draw_grants").getArray();
        Long[] credits = (Long[]) row.getArray("draw_credits").getArray();
        List<Hold.Draw> draws = new ArrayList<>();
        for (int i = 0; i < grants.length; i++) {
            draws.add(new Hold.Draw(grants[i], credits[i]));
        }
        return new Hold(
                new GenerationId(row.getString("generation_id")),
                row.getString("model_id"),
                row.getLong("credits"),
                Hold.Status.valueOf(row.getString("status")),
                row.getString("request_hash"),
                row.getString("attempt"),
                draws,
                known(row, "created_at"),
                known(row, "expires_at"),
                instant(row, "ended_at"));
    }

    private static Adjustment adjustment(ResultSet row) throws SQLException {
        return new Adjustment(
                row.getString("idempotency_key"),
                Adjustment.Kind.valueOf(row.getString("kind")),
                row.getLong("credits"),
                row.getString("reason"),
                row.getString("actor"));
    }

    private static @Nullable Allocation allocation(ResultSet row) throws SQLException {
        String plan = row.getString("plan_id");
        return plan == null ? null : new Allocation(plan, row.getLong("plan_credits"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static Instant known(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private <T> List<T> all(String table, String order, UserId user, Reading<T> reading) throws SQLException {
        String sql = "select * from " + table + " where user_id = ? order by " + order;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, user.value());
            List<T> all = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    all.add(reading.of(rows));
                }
            }
            return all;
        }
    }
}
