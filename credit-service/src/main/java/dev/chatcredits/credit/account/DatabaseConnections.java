package dev.chatcredits.credit.account;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.core.Future;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.SqlConnectionInternal;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Ends connections to PostgreSQL over which nothing went for longer than any statement may take. A network that swallows everything
 * tells neither side; without this a transaction would keep its place until TCP gives up, many minutes later.
 */
@Singleton
class DatabaseConnections implements PgPoolCreator {

    private static final Duration MINUTES = Duration.ofMinutes(10);
    private static final Duration A_LITTLE = Duration.ofSeconds(10);

    /** Some hundred milliseconds of work. More are refused at once: each takes memory, also when its caller has gone. */
    private static final int MOST_WAITING = 1_000;

    private final DatabaseConfig config;
    private @Nullable Pool patient;

    DatabaseConnections(DatabaseConfig config) {
        this.config = config;
    }

    @Override
    public Pool create(Input input) {
        patient = pool(input, onlyOne(), server -> patient(limited(server, MINUTES.plus(A_LITTLE))));
        PoolOptions bounded = new PoolOptions(input.poolOptions()).setMaxWaitQueueSize(MOST_WAITING);
        return pool(input, bounded, server -> limited(server, config.silence()));
    }

    /** For what may take minutes, over one connection: that is enough of the database for it. */
    Pool patient() {
        return Objects.requireNonNull(patient, "there is no data source");
    }

    @PreDestroy
    void close() {
        if (patient != null) {
            Future<Void> unused = patient.close();
        }
    }

    private static Pool pool(Input input, PoolOptions options, UnaryOperator<PgConnectOptions> limits) {
        List<SqlConnectOptions> servers = input.pgConnectOptionsList().stream()
                .<SqlConnectOptions>map(server -> limits.apply(new PgConnectOptions(server)))
                .toList();
        return PgBuilder.pool()
                .with(options)
                .withConnectHandler(DatabaseConnections::made)
                .connectingTo(servers)
                .using(input.vertx())
                .build();
    }

    /** Who comes while it is in use hears soon that it is. */
    private static PoolOptions onlyOne() {
        return new PoolOptions()
                .setMaxSize(1)
                .setConnectionTimeout(5)
                .setConnectionTimeoutUnit(TimeUnit.SECONDS)
                .setIdleTimeout(5)
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
    }

    private PgConnectOptions limited(PgConnectOptions server, Duration silence) {
        server.setConnectTimeout((int) config.connectTimeout().toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout((int) silence.toMillis());
        return server;
    }

    /** In place of the limits of the role. PostgreSQL looks after us meanwhile, and gives up when we are gone. */
    private static PgConnectOptions patient(PgConnectOptions server) {
        String limit = Long.toString(MINUTES.toMillis());
        return server.addProperty("statement_timeout", limit)
                .addProperty("lock_timeout", limit)
                .addProperty("client_connection_check_interval", Long.toString(A_LITTLE.toMillis()));
    }

    private static void made(SqlConnection connection) {
        ChannelPipeline pipeline = ((SocketConnectionBase)
                        ((SqlConnectionInternal) connection).unwrap().unwrap())
                .socket()
                .channelHandlerContext()
                .pipeline();
        ChannelHandlerContext idle = pipeline.context(IdleStateHandler.class);
        if (idle != null) { // Else it has ended again already.
            pipeline.addAfter(idle.name(), "silence", Silence.ENDS_CONNECTIONS);
        }
        connection.close(); // Into the pool; only now it can be taken.
    }

    /**
     * The driver's own way to end a connection is to say so to PostgreSQL and to wait for its consent, which never comes over a dead
     * one. So this stands before the driver in the pipeline, from where a close goes straight to the socket.
     */
    @Sharable
    private static final class Silence extends ChannelInboundHandlerAdapter {

        static final Silence ENDS_CONNECTIONS = new Silence();

        @Override
        public void userEventTriggered(ChannelHandlerContext channel, Object event) {
            if (event instanceof IdleStateEvent) {
                ChannelFuture unused = channel.close();
            } else {
                channel.fireUserEventTriggered(event);
            }
        }
    }
}
