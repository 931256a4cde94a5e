package dev.chatcredits.gateway.problem;

import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** No token and no session, or a bad one. In place of the problem library's own mappers, which don't fit this Quarkus for 401. */
class TokenRefused {

    @ServerExceptionMapper(
            value = {
                UnauthorizedException.class,
                AuthenticationFailedException.class,
                AuthenticationCompletionException.class
            },
            priority = Priorities.AUTHENTICATION)
    public Response map(SecurityException failure) {
        // What exactly was wrong with the token is nobody's business.
        return Code.unauthenticated(
                        "An access token of the right issuer and audience, in its time, is needed, or a session.")
                .toResponse();
    }
}
