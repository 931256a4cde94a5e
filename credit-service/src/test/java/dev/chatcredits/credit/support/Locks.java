package dev.chatcredits.credit.support;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Rows that somebody else has locked while the service works. They are free again when the connection is rolled back or closed. */
public final class Locks {

    private static final String ACCOUNT = "select from account where user_id = ? for update";

    private Locks() {}

    public static Connection account(String user) throws SQLException {
        return rows(ACCOUNT, user);
    }

    /** Those that a query with the user as its parameter locks. */
    public static Connection rows(String sql, String user) throws SQLException {
        Connection connection = Db.asOwner();
        connection.setAutoCommit(false);
        lock(connection, sql, user);
        return connection;
    }

    /** The account too. */
    public static void account(Connection connection, String user) throws SQLException {
        lock(connection, ACCOUNT, user);
    }

    /** Fails where somebody has it. */
    public static void accountAtOnce(Connection connection, String user) throws SQLException {
        lock(connection, ACCOUNT + " nowait", user);
    }

    private static void lock(Connection connection, String sql, String user) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(sql)) {
            lock.setString(1, user);
            lock.execute();
        }
    }

    public static void awaitWaiting(Connection locking) {
        Await.until("the service waits for the lock", () -> isWaitedFor(locking));
    }

    /** By {@code pg_locks}: {@code pg_stat_activity} is one picture for the whole transaction. */
    private static boolean isWaitedFor(Connection locking) throws SQLException {
        try (Statement asking = locking.createStatement();
                ResultSet waiting = asking.executeQuery(
                        "select from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))")) {
            return waiting.next();
        }
    }
}
