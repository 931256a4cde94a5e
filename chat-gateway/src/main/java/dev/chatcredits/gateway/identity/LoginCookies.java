package dev.chatcredits.gateway.identity;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.Cookie;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes away cookies that look like those of the login but can't be: Quarkus breaks on them, and whoever can set a cookie for this domain
 * would lock somebody out. What is left decides as if they weren't there.
 */
class LoginCookies {

    /** Before Quarkus finds out who calls. */
    private static final int FIRST = 1050;

    private static final String PART = "q_session_pages_chunk_";
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,2}");
    private static final String UNDER_WAY = "q_auth_pages";
    private static final Pattern NOTHING = Pattern.compile("\\|*");

    void register(@Observes Filters filters) {
        filters.register(this::check, FIRST);
    }

    private void check(RoutingContext context) {
        for (var cookie : List.copyOf(context.request().cookies())) {
            if (isNoneOfOurs(cookie)) {
                context.response().removeCookies(cookie.getName(), false);
            }
        }
        context.next();
    }

    private static boolean isNoneOfOurs(Cookie cookie) {
        var name = cookie.getName();
        return (name.startsWith(PART)
                        && !NUMBER.matcher(name.substring(PART.length())).matches())
                || (name.startsWith(UNDER_WAY)
                        && NOTHING.matcher(cookie.getValue()).matches());
    }
}
