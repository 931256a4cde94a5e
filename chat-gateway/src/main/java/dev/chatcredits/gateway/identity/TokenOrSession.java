package dev.chatcredits.gateway.identity;

import static io.vertx.core.http.HttpHeaders.AUTHORIZATION;

import io.quarkus.oidc.TenantResolver;
import io.quarkus.oidc.runtime.OidcUtils;
import io.vertx.core.http.Cookie;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/**
 * Says what proves who calls. An {@code Authorization} header wins, even a bad one; the cookie of a session counts on the routes of the
 * pages and of their API, and nowhere else.
 */
@ApplicationScoped
class TokenOrSession implements TenantResolver {

    /** The OIDC client of the pages in the configuration. */
    private static final String PAGES = "pages";

    private static final String COOKIE = "q_session_" + PAGES;
    private static final Set<String> LOGIN = Set.of("/login", "/login/done");

    /** Never null: Quarkus would then let a cookie, or a part of the path, choose. */
    @Override
    public String resolve(RoutingContext context) {
        return isSession(context) || LOGIN.contains(context.normalizedPath()) ? PAGES : OidcUtils.DEFAULT_TENANT_ID;
    }

    /** Whether a request stands on the cookie of a session, good or bad. */
    static boolean isSession(RoutingContext context) {
        var path = context.normalizedPath();
        return !context.request().headers().contains(AUTHORIZATION)
                && (path.startsWith("/api/") || path.equals("/logout"))
                && context.request().cookies().stream().map(Cookie::getName).anyMatch(TokenOrSession::isOurs);
    }

    /** A long session is spread over several cookies. */
    private static boolean isOurs(String cookie) {
        return cookie.equals(COOKIE) || cookie.startsWith(COOKIE + OidcUtils.SESSION_COOKIE_CHUNK);
    }
}
