package dev.chatcredits.e2e.chaos;

import dev.chatcredits.e2e.chaos.Ledger.Grant;
import dev.chatcredits.e2e.chaos.Ledger.Hold;
import dev.chatcredits.e2e.chaos.Ledger.Identity;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the tables as their owner, past the credit service. */
record LedgerReader(int port) {

    private interface Read<T> {
        T row(ResultSet row) throws SQLException;
    }

    Ledger read(String users) {
        return new Ledger(
                list("select * from hold where user_id like ?", users, LedgerReader::hold),
                list("select * from entry where user_id like ? order by user_id, no", users, LedgerReader::entry),
                list("select * from credit_grant where user_id like ?", users, LedgerReader::grant));
    }

    long openHolds(String users) {
        return list("select count(*) from hold where user_id like ? and status = 'HELD'", users, row -> row.getLong(1))
                .getFirst();
    }

    /** The next offset to be read, by partition. */
    Map<Integer, Long> consumed() {
        Map<Integer, Long> positions = new HashMap<>();
        list(
                        "select partition_no, next_offset from consumed where ?::text is not null",
                        "",
                        row -> Map.entry(row.getInt(1), row.getLong(2)))
                .forEach(position -> positions.put(position.getKey(), position.getValue()));
        return positions;
    }

    private <T> List<T> list(String sql, String users, Read<T> read) {
        String url = "jdbc:postgresql://127.0.0.1:" + port + "/credits?user=credits&password=credits";
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, users + "%");
            List<T> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(read.row(result));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Hold hold(ResultSet row) throws SQLException {
        Long[] grants = (Long[]) row.getArray("draw_grants").getArray();
        Long[] credits = (Long[]) row.getArray("draw_credits").getArray();
        Map<Long, Long> draws = new HashMap<>();
        for (int i = 0; i < grants.length; i++) {
            draws.put(grants[i], credits[i]);
        }
        return new Hold(
                new Identity(row.getString("user_id"), row.getString("generation_id")),
                row.getString("status"),
                row.getLong("credits"),
                draws,
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("expires_at").toInstant(),
                instantOrNull(row.getTimestamp("ended_at")));
    }

    private static Ledger.Entry entry(ResultSet row) throws SQLException {
        return new Ledger.Entry(
                row.getString("user_id"),
                row.getString("kind"),
                row.getLong("credits"),
                row.getLong("grant_no"),
                row.getString("generation_id"),
                row.getTimestamp("occurred_at").toInstant());
    }

    private static Grant grant(ResultSet row) throws SQLException {
        return new Grant(
                row.getString("user_id"),
                row.getLong("no"),
                new Ledger.Plan(
                        row.getString("user_id"),
                        row.getString("source"),
                        row.getString("plan_id"),
                        row.getTimestamp("starts_at").toInstant(),
                        row.getTimestamp("ends_at").toInstant()),
                row.getLong("granted"),
                row.getLong("used"),
                row.getLong("held"),
                row.getLong("lapsed"),
                row.getLong("debt"),
                row.getString("state").equals("ACTIVE"));
    }

    private static @Nullable Instant instantOrNull(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
