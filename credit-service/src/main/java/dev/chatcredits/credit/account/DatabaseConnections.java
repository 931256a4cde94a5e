package dev.chatcredits.credit.account;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.spi.PgDriver;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.SqlConnectionInternal;
import io.vertx.sqlclient.spi.ConnectionFactory;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
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
    private @Nullable Login patient;

    DatabaseConnections(DatabaseConfig config) {
        this.config = config;
    }

    @Override
    @SuppressWarnings("deprecation") // What should replace connectionProvider only chooses the server.
    public Pool create(Input input) {
        PgConnectOptions server = limited(input.pgConnectOptionsList().getFirst());
        Login login = new Login(input.vertx(), server);
        patient = new Login(input.vertx(), withLongLimits(server));
        return PgBuilder.pool()
                .with(new PoolOptions(input.poolOptions()).setMaxWaitQueueSize(MOST_WAITING))
                .connectingTo(server)
                .using(input.vertx())
                .build()
                .connectionProvider(context -> login.connect(context, config.silence()));
    }

    /**
     * A new connection for what may take minutes. One that waited for its next use could have died without a word, and only after
     * minutes would that be noticed.
     */
    Future<SqlConnection> patient() {
        Login login = Objects.requireNonNull(patient, "there is no data source");
        return login.connect(login.vertx().getOrCreateContext(), MINUTES.plus(A_LITTLE));
    }

    /** Connects as one of the roles. */
    private record Login(Vertx vertx, PgConnectOptions server, ConnectionFactory factory) {

        Login(Vertx vertx, PgConnectOptions server) {
            this(vertx, server, PgDriver.INSTANCE.createConnectionFactory(vertx, server));
        }

        /**
         * A connection that may then be silent for so long. The driver itself waits for ever for a PostgreSQL that accepts a connection
         * and never lets it in; each would keep a place in the pool.
         */
        Future<SqlConnection> connect(Context context, Duration silence) {
            Future<SqlConnection> login = factory.connect(context, server);
            return login.timeout(server.getIdleTimeout(), server.getIdleTimeoutUnit())
                    .onFailure(late -> login.onSuccess(SqlConnection::close))
                    .onSuccess(connection -> endAfter(silence, connection));
        }
    }

    private PgConnectOptions limited(PgConnectOptions server) {
        PgConnectOptions limited = new PgConnectOptions(server);
        limited.setConnectTimeout((int) config.connectTimeout().toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout((int) config.silence().toMillis());
        return limited;
    }

    /** In place of the limits of the role. PostgreSQL looks after us meanwhile, and gives up when we are gone. */
    private static PgConnectOptions withLongLimits(PgConnectOptions server) {
        String limit = Long.toString(MINUTES.toMillis());
        return new PgConnectOptions(server)
                .addProperty("statement_timeout", limit)
                .addProperty("lock_timeout", limit)
                .addProperty("client_connection_check_interval", Long.toString(A_LITTLE.toMillis()));
    }

    private static void endAfter(Duration silence, SqlConnection connection) {
        ChannelPipeline pipeline = ((SocketConnectionBase)
                        ((SqlConnectionInternal) connection).unwrap().unwrap())
                .socket()
                .channelHandlerContext()
                .pipeline();
        ChannelHandlerContext idle = pipeline.context(IdleStateHandler.class);
        if (idle != null) { // Else it has ended again already.
            IdleStateHandler silent = new IdleStateHandler(0, 0, silence.toMillis(), TimeUnit.MILLISECONDS);
            pipeline.replace(idle.name(), idle.name(), silent);
            pipeline.addAfter(idle.name(), "silence", Silence.ENDS_CONNECTIONS);
        }
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
