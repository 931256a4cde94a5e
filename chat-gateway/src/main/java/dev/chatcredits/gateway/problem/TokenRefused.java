package dev.chatcredits.gateway.problem;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticator;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** No token and no session, or a bad one. In place of the problem library's own mappers, which don't fit this Quarkus for 401. */
class TokenRefused {

    /** Here people want a new session, whatever became of the last one. */
    private static final String LOGIN = "/login";

    @ServerExceptionMapper(
            value = {UnauthorizedException.class, AuthenticationFailedException.class},
            priority = Priorities.AUTHENTICATION)
    public Uni<Response> map(SecurityException failure, RoutingContext context) {
        if (failure instanceof AuthenticationFailedException
                && context.normalizedPath().equals(LOGIN)) {
            HttpAuthenticator authenticator = Objects.requireNonNull(context.get(HttpAuthenticator.class.getName()));
            return authenticator.getChallenge(context).map(TokenRefused::challenge);
        }
        // What exactly was wrong with the token is nobody's business.
        return Uni.createFrom()
                .item(Code.unauthenticated(
                                "An access token of the right issuer and audience, in its time, is needed, or a"
                                        + " session.")
                        .toResponse());
    }

    private static Response challenge(ChallengeData challenge) {
        var response = Response.status(challenge.status);
        challenge.getHeaders().forEach((name, value) -> response.header(name.toString(), value));
        return response.build();
    }
}
