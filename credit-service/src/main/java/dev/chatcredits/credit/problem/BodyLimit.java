package dev.chatcredits.credit.problem;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses bodies that announce themselves as too large, in our form: the server's own answer would have no body. */
@Singleton
class BodyLimit {

    /** Before the server's own check. */
    private static final int FIRST = 1_000;

    private final long limit;

    BodyLimit(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize limit) {
        this.limit = limit.asLongValue();
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, FIRST);
    }

    private void check(RoutingContext request) {
        String announced = request.request().getHeader("Content-Length");
        if (announced == null || Long.parseLong(announced) <= limit) {
            request.next();
            return;
        }
        // The rest of the body isn't read, so the connection can't be used again.
        request.response()
                .setStatusCode(413)
                .putHeader("Content-Type", "application/problem+json")
                .putHeader("Connection", "close")
                .end("{\"status\":413,\"title\":\"Body too large\",\"code\":\"PAYLOAD_TOO_LARGE\","
                        + "\"detail\":\"a body can have up to " + limit + " bytes\"}");
    }
}
