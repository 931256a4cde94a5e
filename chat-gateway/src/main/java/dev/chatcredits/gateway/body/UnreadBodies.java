package dev.chatcredits.gateway.body;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/**
 * Ends the connection of a caller who got an answer and goes on sending the body for which it was, slowly or without end. What was on
 * its way is read to its end, so that the next request can follow.
 */
class UnreadBodies {

    private static final int FIRST = 1050;

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
        vertx.setTimer(REST.toMillis(), timer -> {
            // By then the connection may carry another answer.
            if (!request.isEnded()) {
                request.connection().close();
            }
        });
    }
}
