package dev.chatcredits.credit.account;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.core.Future;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicBoolean;

/** Queries that may take minutes, one at a time; the connections of requests are ended long before. */
@Singleton
public class LongQueries {

    private final DatabaseConnections connections;
    private final AtomicBoolean busy = new AtomicBoolean();

    LongQueries(DatabaseConnections connections) {
        this.connections = connections;
    }

    /** Fails after 10 minutes, or at once when another one is under way. It goes on when its caller has left. */
    public Uni<RowSet<Row>> run(String sql) {
        return Uni.createFrom().deferred(() -> {
            if (!busy.compareAndSet(false, true)) {
                return Uni.createFrom().failure(new ConnectionPoolTooBusyException("a long query is under way"));
            }
            return UniHelper.toUni(query(sql).onComplete(done -> busy.set(false)));
        });
    }

    private Future<RowSet<Row>> query(String sql) {
        return connections
                .patient()
                .compose(connection -> connection.query(sql).execute().onComplete(done -> connection.close()));
    }
}
