package dev.chatcredits.gateway.pages;

import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.net.URI;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * Logging in and out. Most of it is Quarkus OIDC's: it sends people who come here without a session to the provider, takes them back
 * from {@code /login/done}, and sends them on to the provider when they log out. What is left is where to go then.
 */
@Path("/")
@PermitAll
class LoginResource {

    /** A page of this origin, the chat may be at the side of any, and nothing that a browser could take for another site. */
    private static final Pattern PAGE =
            Pattern.compile("/|(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+/?(\\?[A-Za-z0-9._~=&%+-]*)?");

    private final CurrentIdentityAssociation identity;

    LoginResource(CurrentIdentityAssociation identity) {
        this.identity = identity;
    }

    @GET
    @Path("login")
    @Operation(hidden = true)
    public RestResponse<Void> loggedIn(@RestQuery @Nullable String to) {
        return goTo(to != null && PAGE.matcher(to).matches() ? to : "/");
    }

    /** Who comes here once more, by the browser's back button, is logged in already. */
    @GET
    @Path("login/done")
    @Operation(hidden = true)
    public RestResponse<Void> loggedInBefore() {
        return goTo("/");
    }

    /** The provider has refused, or the person has turned back. What the provider says about it stays here: anybody could write it. */
    @GET
    @Path("login/failed")
    @Operation(hidden = true)
    public RestResponse<Void> failed() {
        return goTo("/?login=failed");
    }

    /** With a session, Quarkus OIDC ends it and goes to the provider. */
    @POST
    @Path("logout")
    @Operation(hidden = true)
    public Uni<RestResponse<Void>> loggedOutBefore() {
        return identity.getDeferredIdentity().map(nobody -> goTo("/"));
    }

    private static RestResponse<Void> goTo(String page) {
        return RestResponse.seeOther(URI.create(page));
    }
}
