package dev.chatcredits.credit.problem;

import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.logging.Log;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.UnauthorizedException;
import io.smallrye.mutiny.TimeoutException;
import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgException;
import jakarta.persistence.PersistenceException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Failures of the database, missing tokens and unreadable bodies, as problems. */
final class FailureMapper {

    /** Before the problem library's own, which doesn't fit this Quarkus for 401 and tells the parser's words for bodies. */
    private static final int FIRST = Priorities.AUTHENTICATION;

    @ServerExceptionMapper(
            value = {
                PgException.class,
                PersistenceException.class,
                VertxException.class,
                IOException.class,
                java.util.concurrent.TimeoutException.class,
                TimeoutException.class
            },
            priority = FIRST)
    public Response database(Exception failure) {
        Log.warnf("the database can't be used: %s", failure.toString());
        return Problems.overloaded("the database can't be used right now").toResponse();
    }

    @ServerExceptionMapper(priority = FIRST)
    public Response crowd(ConnectionPoolTooBusyException failure) {
        return Problems.crowded().toResponse();
    }

    @ServerExceptionMapper(
            value = {UnauthorizedException.class, AuthenticationFailedException.class},
            priority = FIRST)
    public Response token(SecurityException failure) {
        return Problems.unauthenticated().toResponse();
    }

    @ServerExceptionMapper(priority = FIRST)
    public Response member(MismatchedInputException failure) {
        return Problems.mismatch(failure).toResponse();
    }
}
