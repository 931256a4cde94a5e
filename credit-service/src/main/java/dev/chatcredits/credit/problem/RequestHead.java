package dev.chatcredits.credit.problem;

import static io.netty.handler.codec.http.HttpHeaderNames.AUTHORIZATION;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_LENGTH;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_TYPE;
import static io.netty.handler.codec.http.HttpHeaderNames.HOST;
import static io.netty.handler.codec.http.HttpHeaderNames.TRANSFER_ENCODING;

import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http2.Http2Error;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a request before anything else: refuses a head that another server on the way could understand in another way (who calls, which
 * host is meant, where the body ends and what it is) and a body that is too large, and waits for no body for long.
 */
@Singleton
class RequestHead {

    /** Before the server's own check of the length, whose answer would have no body. */
    private static final int FIRST = 1_000;

    /** RFC 7515, 7.1. Of anything else libraries have made what they like, Quarkus a 500 of two dots. */
    private static final Pattern BEARER_JWT =
            Pattern.compile("(?i:Bearer) +[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private static final Set<HttpMethod> TAKE_A_BODY = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

    /** For 64 KiB within a data centre. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final long limit;
    private final Vertx vertx;

    RequestHead(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize limit, Vertx vertx) {
        this.limit = limit.asLongValue();
        this.vertx = vertx;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, FIRST);
    }

    private void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!isHttp2(request) && request.response().writeQueueFull()) {
            // Who takes no answers would fill the memory with them. connection().close() would wait until they are
            // taken.
            ChannelFuture unused =
                    ((ConnectionBase) request.connection()).channel().close();
            return;
        }
        HttpProblem problem = problem(request);
        if (problem != null) {
            // What comes after such a head can't be told from the rest of it.
            Problems.answerLast(context, problem);
            return;
        }
        if (hasBody(request)) {
            long cut = vertx.setTimer(LONGEST_WAIT.toMillis(), timer -> end(request));
            request.end().onComplete(end -> vertx.cancelTimer(cut));
        }
        context.next();
    }

    /** By HTTP/2 the connection carries the calls of others. */
    private static void end(HttpServerRequest request) {
        if (isHttp2(request)) {
            request.response().reset(Http2Error.CANCEL.code());
        } else {
            request.connection().close();
        }
    }

    private @Nullable HttpProblem problem(HttpServerRequest request) {
        String authorization = request.getHeader(AUTHORIZATION);
        if (times(request, AUTHORIZATION) > 1
                || (authorization != null && !BEARER_JWT.matcher(authorization).matches())) {
            return Problems.unauthenticated();
        }
        if (!isHttp2(request) && times(request, HOST) != 1) {
            return Problems.invalid("Host", "the header Host must be there once");
        }
        if (times(request, IDEMPOTENCY_KEY) > 1) {
            return Problems.invalid(IDEMPOTENCY_KEY, "the header Idempotency-Key must not be there twice");
        }
        String path = request.path();
        if (path != null && path.contains(";")) {
            // What comes after it would be cut off from a name, and one user or generation be taken for another.
            return Problems.invalid("path", "a ; in the path must be written as %3B");
        }
        // Gateways and admins know how long their bodies are; where one of another kind ends, servers have disagreed
        // before.
        if (request.getHeader(TRANSFER_ENCODING) != null || hidesItsLength(request)) {
            return Problems.of(411, "LENGTH_REQUIRED", "Length required", "a body needs a Content-Length")
                    .build();
        }
        if (hasBody(request) && !saysOnce(request, CONTENT_TYPE)) {
            return Problems.of(415, "UNSUPPORTED_MEDIA_TYPE", "Unsupported media type", "a body needs one Content-Type")
                    .build();
        }
        return length(request) > limit
                ? Problems.of(413, "PAYLOAD_TOO_LARGE", "Body too large", "a body can have up to " + limit + " bytes")
                        .build()
                : null;
    }

    /** By HTTP/2 the head needs no word about a body that follows. */
    private static boolean hidesItsLength(HttpServerRequest request) {
        return isHttp2(request) && TAKE_A_BODY.contains(request.method()) && request.getHeader(CONTENT_LENGTH) == null;
    }

    private static boolean isHttp2(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2;
    }

    private static boolean hasBody(HttpServerRequest request) {
        return length(request) > 0;
    }

    /** The server has refused what is no number. */
    private static long length(HttpServerRequest request) {
        String length = request.getHeader(CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length);
    }

    /** An empty one would be read as whatever type the route takes. */
    private static boolean saysOnce(HttpServerRequest request, CharSequence header) {
        return times(request, header) == 1 && !request.getHeader(header).isBlank();
    }

    private static int times(HttpServerRequest request, CharSequence header) {
        return request.headers().getAll(header).size();
    }
}
