package dev.chatcredits.credit.account;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import jakarta.inject.Singleton;

/** Queries that may take minutes; the connections of requests are ended long before. */
@Singleton
public class LongQueries {

    private final DatabaseConnections connections;

    LongQueries(DatabaseConnections connections) {
        this.connections = connections;
    }

    /** Begins now, and fails after 10 minutes. */
    public Future<RowSet<Row>> run(String sql) {
        return connections
                .patient()
                .compose(connection -> connection.query(sql).execute().onComplete(done -> connection.close()));
    }
}
