package dev.chatcredits.gateway.pages;

import dev.chatcredits.gateway.identity.IdentityConfig;
import dev.chatcredits.gateway.identity.SharedRequest;
import io.quarkus.oidc.runtime.TenantConfigBean;
import io.quarkus.oidc.runtime.TenantConfigContext;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;

/**
 * A login or logout that can't be completed ends at a page of ours that says so. While the identity provider can't be reached, browsers would
 * show an error page of their own, without a way back. A logout still ends the session here. Who is logged in isn't concerned.
 */
class LoginFailures {

    /** After {@code SameOrigin}, before Quarkus sends anybody anywhere. */
    private static final int BEFORE_AUTHENTICATION = 850;

    /** Whoever asks for many logins asks the provider no more often than this. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    private static final Map<String, String> INSTEAD = Map.of(
            "/login", "/?login=unavailable",
            "/login/done", "/?login=unavailable",
            "/logout", "/?login=logged-out-here");

    private static final String FAILED = "/?login=failed";

    private final TenantConfigBean tenants;
    private final Vertx vertx;
    private final Duration patience;
    private final Uni<Boolean> reachable;

    LoginFailures(TenantConfigBean tenants, Vertx vertx, IdentityConfig config) {
        this.tenants = tenants;
        this.vertx = vertx;
        this.patience = config.patience();
        this.reachable = SharedRequest.of(this::look, patience, BETWEEN_LOOKS)
                .onFailure()
                .recoverWithItem(false);
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, BEFORE_AUTHENTICATION);
    }

    private void check(RoutingContext context) {
        var instead = INSTEAD.get(context.normalizedPath());
        if (instead == null) {
            context.next();
            return;
        }
        // Many wait for one look; each goes on where its own request is at home.
        var here = vertx.getOrCreateContext();
        reachable
                .subscribe()
                .with(isReachable -> here.runOnContext(now -> {
                    context.addHeadersEndHandler(end -> stay(context, isReachable ? FAILED : instead, isReachable));
                    context.next();
                }));
    }

    /** In the place of an error that is meant for programs, and of a way to nobody. */
    private static void stay(RoutingContext context, String page, boolean isReachable) {
        var response = context.response();
        var location = response.headers().get("Location");
        var leadsNowhere = !isReachable && location != null && !location.startsWith(own(context));
        if (leadsNowhere || hasFailed(context.normalizedPath(), response.getStatusCode())) {
            response.setStatusCode(303).headers().set("Location", page);
        }
    }

    private static boolean hasFailed(String path, int status) {
        return status >= 500 || (status >= 400 && path.equals("/login/done"));
    }

    private static String own(RoutingContext context) {
        return context.request().scheme() + "://" + context.request().authority() + "/";
    }

    /** Asks for the keys, with the settings that Quarkus OIDC has for its own calls. Any answer will do but a gateway's that found nobody. */
    private Uni<Boolean> look() {
        var pages = tenants.getStaticTenant("pages");
        // The first look may be the one that connects: a provider that came up after the gateway is found then.
        return pages == null ? Uni.createFrom().item(true) : pages.initialize().chain(this::keys);
    }

    private Uni<Boolean> keys(TenantConfigContext pages) {
        if (!pages.ready()) {
            return Uni.createFrom().item(false);
        }
        return pages.getOidcProviderClient()
                .getWebClient()
                .getAbs(pages.getOidcMetadata().getJsonWebKeySetUri())
                .timeout(patience.toMillis())
                .send()
                .map(answer -> answer.statusCode() < 500);
    }
}
