package dev.chatcredits.gateway.body;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Ends a connection on which too many requests wait for the answers to earlier ones. Vert.x would queue all that come, and look through
 * the whole queue for each: some megabytes of the shortest requests took an event loop, and all its callers with it, for many seconds.
 */
class Pipelining extends ChannelDuplexHandler {

    /** Nobody asks on without the answer but tests of servers, and old proxies, a few at a time. */
    private static final int MOST = 32;

    private static final String NAME = "pipelining";

    /** Where Vert.x handles what was decoded. */
    private static final String VERTX = "handler";

    private int waiting = 1;

    /** From the first request of a connection on. */
    static void watch(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            return;
        }
        var pipeline = ((ConnectionBase) request.connection()).channel().pipeline();
        if (pipeline.get(NAME) == null && pipeline.get(VERTX) != null) {
            pipeline.addBefore(VERTX, NAME, new Pipelining());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest && ++waiting > MOST) {
            var unused = context.close();
        }
        if (waiting > MOST) {
            ReferenceCountUtil.release(message);
        } else {
            context.fireChannelRead(message);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise written) {
        if (message instanceof LastHttpContent) {
            waiting = Math.max(0, waiting - 1);
        }
        var unused = context.write(message, written);
    }
}
