package dev.chatcredits.credit.account;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.inject.Singleton;

/** Queries that may take minutes, one at a time; the connections of requests are ended long before. */
@Singleton
public class LongQueries {

    private final DatabaseConnections connections;

    LongQueries(DatabaseConnections connections) {
        this.connections = connections;
    }

    /** Fails after 10 minutes, or soon when another one is under way. */
    public Uni<RowSet<Row>> run(String sql) {
        return Pool.newInstance(connections.patient()).query(sql).execute();
    }
}
