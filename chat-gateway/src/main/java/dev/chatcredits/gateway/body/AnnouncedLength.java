package dev.chatcredits.gateway.body;

import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_LENGTH;

import dev.chatcredits.gateway.problem.ProblemForm;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses a body that announces itself as too large before a byte of it is read. */
class AnnouncedLength {

    /** Before Quarkus' own limit, which answers without a body. */
    private static final int FIRST = 1000;

    private final long limit;

    AnnouncedLength(BodyConfig config, @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize served) {
        this.limit = config.limit().asLongValue();
        if (limit > served.asLongValue()) {
            throw new IllegalArgumentException(
                    "gateway.body.limit can't be more than quarkus.http.limits.max-body-size, " + served.asLongValue());
        }
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, FIRST);
    }

    private void check(RoutingContext context) {
        if (announced(context) <= limit) {
            context.next();
            return;
        }
        // The rest of the body would be taken for the next request.
        ProblemForm.answerLast(context, JsonBody.tooLarge(limit));
    }

    private static long announced(RoutingContext context) {
        var length = context.request().getHeader(CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length);
    }
}
