package dev.chatcredits.credit.account;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.SqlConnectionInternal;
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
                .withConnectHandler(DatabaseConnections::made)
                .connectingTo(servers)
                .using(input.vertx())
                .build();
    }

    private void limit(PgConnectOptions server) {
        server.setConnectTimeout((int) config.connectTimeout().toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout((int) config.silence().toMillis());
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
