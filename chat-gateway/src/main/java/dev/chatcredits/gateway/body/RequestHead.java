package dev.chatcredits.gateway.body;

import static io.netty.handler.codec.http.HttpHeaderNames.AUTHORIZATION;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_LENGTH;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_TYPE;
import static io.netty.handler.codec.http.HttpHeaderNames.HOST;
import static io.netty.handler.codec.http.HttpHeaderNames.TRANSFER_ENCODING;

import dev.chatcredits.gateway.problem.Code;
import dev.chatcredits.gateway.problem.ProblemForm;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a request whose head another server on the way could understand in another way: who calls, which host is meant, where the body
 * ends and what it is. Before anything else looks at it.
 */
class RequestHead {

    /** Before {@link AnnouncedLength}. */
    private static final int FIRST = 1100;

    /** RFC 7515, 7.1. Of anything else libraries have made what they like, Quarkus a 500 of two dots. */
    private static final Pattern BEARER_JWT =
            Pattern.compile("(?i:Bearer) +[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    void register(@Observes Filters filters) {
        filters.register(this::check, FIRST);
    }

    private void check(RoutingContext context) {
        var request = context.request();
        Pipelining.watch(request);
        if (request.version() != HttpVersion.HTTP_2 && request.response().writeQueueFull()) {
            // Who takes no answers would fill the memory with them. connection().close() would wait until they are
            // taken.
            var unused = ((ConnectionBase) request.connection()).channel().close();
            return;
        }
        var problem = problem(request);
        if (problem != null) {
            ProblemForm.answerLast(context, problem);
            return;
        }
        if (request.getHeader(TRANSFER_ENCODING) != null) {
            // The server has taken away a Content-Length that stood beside it. RFC 9112, 6.1: after both of them the
            // connection ends,
            // for somebody on the way may have taken what follows for a part of the body.
            ProblemForm.last(context);
        }
        context.next();
    }

    private static @Nullable HttpProblem problem(HttpServerRequest request) {
        if (times(request, AUTHORIZATION) > 1) {
            return Code.unauthenticated("There is more than one Authorization header.");
        }
        var authorization = request.getHeader(AUTHORIZATION);
        if (authorization != null && !BEARER_JWT.matcher(authorization).matches()) {
            return Code.unauthenticated("An access token is a signed JWT, as a bearer token.");
        }
        if (request.version() != HttpVersion.HTTP_2 && times(request, HOST) != 1) {
            return Code.invalid("Host", "The header must be there once.");
        }
        if (times(request, IDEMPOTENCY_KEY) > 0 && !saysOnce(request, IDEMPOTENCY_KEY)) {
            return Code.invalid(IDEMPOTENCY_KEY, "The header must not be there twice, or be empty.");
        }
        var path = request.path();
        if (path != null && path.contains(";")) {
            // What comes after it would be cut off from a name, and one generation be taken for another.
            return Code.invalid("path", "A ; in the path must be written as %3B.");
        }
        var encoding = request.getHeader(TRANSFER_ENCODING);
        if (encoding != null && (times(request, TRANSFER_ENCODING) > 1 || !encoding.equalsIgnoreCase("chunked"))) {
            return Code.invalid("Transfer-Encoding", "The only encoding that is taken is chunked.");
        }
        if (hasBody(request) && !saysOnce(request, CONTENT_TYPE)) {
            return noType();
        }
        return null;
    }

    static HttpProblem noType() {
        return Code.UNSUPPORTED_MEDIA_TYPE.problem("A body needs one Content-Type.");
    }

    private static boolean hasBody(HttpServerRequest request) {
        var length = request.getHeader(CONTENT_LENGTH);
        if (length == null && request.version() == HttpVersion.HTTP_2) {
            // Whether there is one is seen later (JsonBody); who says what it is says it once.
            return request.headers().contains(CONTENT_TYPE);
        }
        return length == null ? request.getHeader(TRANSFER_ENCODING) != null : !length.equals("0");
    }

    /** An empty one is read as if it weren't there: as no key, and as whatever type the route takes. */
    private static boolean saysOnce(HttpServerRequest request, CharSequence header) {
        return times(request, header) == 1 && !request.getHeader(header).isBlank();
    }

    private static int times(HttpServerRequest request, CharSequence header) {
        return request.headers().getAll(header).size();
    }
}
