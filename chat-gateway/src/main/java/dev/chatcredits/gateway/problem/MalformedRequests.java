package dev.chatcredits.gateway.problem;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;

/** Answers requests that can't be decoded in the form of the others; Quarkus' own answers are empty, or tell what was thrown. */
class MalformedRequests {

    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(MalformedRequests::answer);
    }

    private static void answer(RoutingContext context) {
        if (context.statusCode() != 400 || context.response().headWritten()) {
            context.next();
            return;
        }
        ProblemForm.answer(context, Code.invalid("request", "The address or the head of the request can't be read."));
    }
}
