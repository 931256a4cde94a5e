package dev.chatcredits.gateway.pages;

import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;

/** The pages are one document that looks at its own address. */
class PageRoutes {

    void register(@Observes Router router) {
        for (var page : new String[] {"/pricing", "/usage"}) {
            router.get(page).handler(context -> context.reroute("/"));
        }
    }
}
