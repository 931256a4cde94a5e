package dev.chatcredits.gateway.problem;

import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;

/** Answers for API paths that no resource has, in the form of the others. */
class UnknownPaths {

    void register(@Observes Router router) {
        for (var api : new String[] {"/api/*", "/v1/*"}) {
            router.route(api)
                    .last()
                    .handler(context -> ProblemForm.answer(context, Code.NOT_FOUND.problem("There is nothing here.")));
        }
    }
}
