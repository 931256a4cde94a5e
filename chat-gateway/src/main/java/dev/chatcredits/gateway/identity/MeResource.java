package dev.chatcredits.gateway.identity;

import io.quarkus.oidc.runtime.OidcJwtCallerPrincipal;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Tells people as whom they are logged in. */
@Path("/api/me")
@Authenticated
@Tag(name = "identity")
class MeResource {

    /**
     * The caller.
     *
     * @param name what the identity provider calls the person; the id where it has no name for people
     */
    record Me(String userId, String name) {}

    private final Callers callers;
    private final SecurityIdentity identity;

    MeResource(Callers callers, SecurityIdentity identity) {
        this.callers = callers;
        this.identity = identity;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Say who is logged in")
    public Me me() {
        var userId = callers.of(identity).userId();
        // Of a session it is the ID token, which is made for this.
        var token = (OidcJwtCallerPrincipal) identity.getPrincipal();
        var name = Stream.of("name", "preferred_username", "email")
                .map(token::<Object>getClaim)
                .filter(Objects::nonNull)
                .map(Object::toString)
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse(userId);
        return new Me(userId, name);
    }
}
