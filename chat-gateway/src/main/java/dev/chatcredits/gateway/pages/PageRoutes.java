package dev.chatcredits.gateway.pages;

import io.quarkiverse.web.bundler.runtime.Bundle;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import java.util.Map;

/** The addresses of the pages, and of what other pages load from here. */
class PageRoutes {

    /** The pages of the chat are one document that looks at its own address; the example is another page with the chat at its side. */
    private static final Map<String, String> PAGES =
            Map.of("/pricing", "/", "/usage", "/", "/example", "/example.html");

    /** Other pages name it once and for all; the file's own name changes with what is in it. */
    private static final String SIDEBAR = "/ai-sidebar.js";

    void register(@Observes Router router, Bundle bundle) {
        PAGES.forEach((page, document) -> router.get(page).handler(context -> context.reroute(document)));
        router.get(SIDEBAR).handler(context -> context.redirect(bundle.script("sidebar")));
    }
}
