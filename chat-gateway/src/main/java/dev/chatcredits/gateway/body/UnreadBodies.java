package dev.chatcredits.gateway.body;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/**
 * Ends the connection of a caller who got an answer and goes on sending the body for which it was, slowly or without end; of one by
 * HTTP/2 only that request, for others share the connection. What was on its way is read to its end, so that the next request can follow.
 */
class UnreadBodies {

    /** Before all who may answer; {@link RequestHead} is the next. */
    private static final int FIRST = 1200;

    /** Enough for what was sent before the answer was seen. */
    private static final Duration REST = Duration.ofSeconds(5);

    private final Vertx vertx;

    UnreadBodies(Vertx vertx) {
        this.vertx = vertx;
    }

    void register(@Observes Filters filters) {
        filters.register(this::watch, FIRST);
    }

    private void watch(RoutingContext context) {
        var request = context.request();
        var here = vertx.getOrCreateContext();
        context.addEndHandler(answered -> here.runOnContext(now -> drop(request)));
        context.next();
    }

    /** Comes twice for a request that was routed anew. */
    private void drop(HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        request.handler(part -> {});
        request.resume();
        var cut = vertx.setTimer(REST.toMillis(), timer -> {
            // By then the connection may carry another answer.
            if (!request.isEnded()) {
                end(request);
            }
        });
        // Most end in the next moment, and there is nothing left to watch.
        request.endHandler(end -> vertx.cancelTimer(cut));
    }

    private static void end(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            // NO_ERROR, which is what this means after an answer: RFC 9113, 8.1.
            request.response().reset();
        } else {
            request.connection().close();
        }
    }
}
