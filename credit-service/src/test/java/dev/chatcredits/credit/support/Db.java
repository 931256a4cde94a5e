package dev.chatcredits.credit.support;

import dev.chatcredits.testing.PlatformPart;
import dev.chatcredits.testing.PlatformPart.Kind;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The database, looked at and tampered with from beside the service. */
public final class Db {

    private Db() {}

    /** As the owner of the schema. */
    public static Connection asOwner() throws SQLException {
        return connect("credits");
    }

    /** As the role that the service works as. */
    public static Connection asService() throws SQLException {
        return connect("credits_service");
    }

    private static Connection connect(String role) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:"
                        + PlatformPart.shared(Kind.POSTGRES).port() + "/credits",
                role,
                role);
    }

    /** By the owner; returns how many rows it was. */
    public static int update(String sql, Object... parameters) {
        try (Connection connection = asOwner();
                PreparedStatement statement = prepared(connection, sql, parameters)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The number that a query of the owner answers with. */
    public static long number(String sql, Object... parameters) {
        try (Connection connection = asOwner();
                PreparedStatement statement = prepared(connection, sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }
}
