package dev.chatcredits.credit.account;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Ends connections to PostgreSQL over which nothing went for longer than any statement may take. A network that swallows everything
 * tells neither side; without this a transaction would keep its place until TCP gives up, many minutes later.
 */
@Singleton
class DatabaseConnections implements PgPoolCreator {

    private final DatabaseConfig config;

    DatabaseConnections(DatabaseConfig config) {
        this.config = config;
    }

    @Override
    public Pool create(Input input) {
        List<SqlConnectOptions> servers = List.copyOf(input.pgConnectOptionsList());
        input.pgConnectOptionsList().forEach(this::limit);
        return PgBuilder.pool()
                .with(input.poolOptions())
                .connectingTo(servers)
                .using(input.vertx())
                .build();
    }

    private void limit(PgConnectOptions server) {
        server.setConnectTimeout((int) config.connectTimeout().toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout((int) config.silence().toMillis());
    }
}
