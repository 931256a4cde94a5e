package dev.chatcredits.gateway.pages;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What browsers are told: pages run our own scripts only and nobody frames them, what the API says is kept nowhere, and nothing is taken
 * for something else.
 */
class PageHeaders {

    /** Before whatever could answer. */
    private static final int FIRST = 2000;

    /** Scripts and styles have a new name when they change; browsers may keep them. */
    private static final String NAMED_BY_CONTENT = "/static/bundle/";

    private static final Map<String, String> OF_PAGES = Map.of(
            "Referrer-Policy", "same-origin",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()");

    private final String contentSecurityPolicy;

    PageHeaders(@ConfigProperty(name = "quarkus.oidc.pages.auth-server-url") Optional<String> provider) {
        this.contentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                + "font-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
                + provider.map(url -> " " + origin(url)).orElse("");
    }

    void register(@Observes Filters filters) {
        filters.register(this::add, FIRST);
    }

    private void add(RoutingContext context) {
        var path = context.normalizedPath();
        var headers = context.response().headers();
        headers.set("X-Content-Type-Options", "nosniff");
        if (path.startsWith("/api/")) {
            headers.set("Cache-Control", "no-store");
        } else if (!path.startsWith("/v1/")) {
            OF_PAGES.forEach(headers::set);
            headers.set("Content-Security-Policy", contentSecurityPolicy);
            if (!path.startsWith(NAMED_BY_CONTENT)) {
                // Or browsers would show the old page for a day after a new one is there.
                context.addHeadersEndHandler(end -> headers.set("Cache-Control", "no-cache"));
            }
        }
        context.next();
    }

    /** Logging out posts a form, whose answer leads to the provider; browsers look at that address too. */
    private static String origin(String url) {
        var address = URI.create(url);
        return address.getScheme() + "://" + address.getRawAuthority();
    }
}
