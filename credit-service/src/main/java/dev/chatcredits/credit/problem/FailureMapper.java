package dev.chatcredits.credit.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Failures of the database and unreadable bodies, as problems. */
final class FailureMapper {

    @ServerExceptionMapper
    Response database(PgException failure) {
        return unavailable();
    }

    @ServerExceptionMapper({VertxException.class, IOException.class, TimeoutException.class})
    Response connection(Exception failure) {
        return unavailable();
    }

    @ServerExceptionMapper
    Response unreadable(JsonProcessingException failure) {
        String field = failure instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .map(r -> r.getFieldName() == null ? "[" + r.getIndex() + "]" : r.getFieldName())
                        .collect(Collectors.joining("."))
                : "body";
        return Problems.invalid(field.isEmpty() ? "body" : field, "isn't JSON of the form that this route takes")
                .toResponse();
    }

    private static Response unavailable() {
        return Problems.overloaded("the database can't be used right now").toResponse();
    }
}
