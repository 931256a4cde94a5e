package dev.chatcredits.gateway.identity;

import dev.chatcredits.gateway.problem.Code;
import dev.chatcredits.gateway.problem.ProblemForm;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import java.util.Set;

/**
 * Lets only our own pages write by the cookie of a session (CSRF): another site's page could send it along. Browsers say where a request
 * comes from and scripts can't change what they say; who sends a cookie and doesn't say is refused too. The checks are those of Go's
 * {@code http.CrossOriginProtection}, which explains them well.
 */
class SameOrigin {

    /** After the announced length, before anybody looks into the cookie. */
    private static final int BEFORE_AUTHENTICATION = 900;

    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    void register(@Observes Filters filters) {
        filters.register(SameOrigin::check, BEFORE_AUTHENTICATION);
    }

    private static void check(RoutingContext context) {
        var request = context.request();
        if (READS.contains(request.method()) || !TokenOrSession.isSession(context) || isSameOrigin(request)) {
            context.next();
            return;
        }
        ProblemForm.answer(context, Code.FORBIDDEN.problem("With a session, only this site's own pages can do this."));
    }

    private static boolean isSameOrigin(HttpServerRequest request) {
        var site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("same-origin");
        }
        // The scheme is left out: behind a proxy that ends TLS it isn't known here.
        var origin = request.getHeader("Origin");
        var authority = String.valueOf(request.authority());
        return ("http://" + authority).equals(origin) || ("https://" + authority).equals(origin);
    }
}
