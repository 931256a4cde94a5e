package dev.chatcredits.gateway.provider;

import static dev.chatcredits.gateway.provider.ProviderFailure.Kind.REFUSED;
import static dev.chatcredits.gateway.provider.ProviderFailure.Kind.UNAVAILABLE;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP call to a provider: from the connection to the head of the answer, and its two ends. All of it happens on one
 * Vert.x context, so there are no locks; whoever comes from elsewhere uses {@link #run}.
 */
final class UpstreamCall {

    private static final Logger LOG = Logger.getLogger(UpstreamCall.class);

    /** How long a provider may take to end an answer that is complete, before its connection isn't worth keeping. */
    private static final long REST_MILLIS = 1_000;

    private final Upstream upstream;
    private final Context context;
    private @Nullable HttpClientRequest request;
    private @Nullable HttpClientResponse response;
    private boolean over;

    UpstreamCall(Upstream upstream) {
        this.upstream = upstream;
        this.context = upstream.vertx().getOrCreateContext();
    }

    void run(Runnable step) {
        context.runOnContext(ignored -> step.run());
    }

    /**
     * Sends the request. Exactly one of the two is called, at most once, and none after {@link #close}.
     *
     * @param answered gets an answer of status 2xx, paused, of which nothing has been read
     */
    void open(Buffer body, String accept, Consumer<HttpClientResponse> answered, Consumer<ProviderFailure> failed) {
        upstream.request(accept)
                .onSuccess(opened -> {
                    // What goes wrong is reported below; without a handler Vert.x logs each cancelled call as an error.
                    opened.exceptionHandler(ignored -> {});
                    request = opened;
                    if (over) {
                        opened.reset();
                        return;
                    }
                    opened.send(body)
                            .onSuccess(head -> answered(head, answered, failed))
                            .onFailure(cause -> unreachable(cause, failed));
                })
                .onFailure(cause -> unreachable(cause, failed));
    }

    /** Nobody wants the answer any more: the connection is closed at once, which stops the provider's work too. */
    void close() {
        if (over) {
            return;
        }
        over = true;
        if (request != null) {
            request.reset();
        }
    }

    /** The answer is complete. What is left of its frame is read, so that the connection can serve the next call. */
    void finish() {
        if (over || response == null || request == null) {
            return;
        }
        over = true;
        var vertx = upstream.vertx();
        var opened = request;
        var timer = vertx.setTimer(REST_MILLIS, id -> opened.reset());
        response.handler(null);
        response.exceptionHandler(ignored -> vertx.cancelTimer(timer));
        response.endHandler(ignored -> vertx.cancelTimer(timer));
        response.resume();
    }

    /** The answer was read to its very end; there is nothing to close. */
    void ended() {
        over = true;
    }

    private void answered(
            HttpClientResponse head, Consumer<HttpClientResponse> answered, Consumer<ProviderFailure> failed) {
        if (over) {
            return;
        }
        head.pause().exceptionHandler(ignored -> {});
        response = head;
        if (head.statusCode() / 100 == 2) {
            answered.accept(head);
            return;
        }
        LOG.warnf("%s answered with status %d", upstream.name(), head.statusCode());
        finish();
        failed.accept(refusal(head.statusCode()));
    }

    private void unreachable(Throwable cause, Consumer<ProviderFailure> failed) {
        if (over) {
            return;
        }
        over = true;
        // The cause's message names the host; its type says enough to look further.
        LOG.warnf("%s can't be reached: %s", upstream.name(), cause.getClass().getSimpleName());
        failed.accept(new ProviderFailure(UNAVAILABLE, "The provider can't be reached."));
    }

    /**
     * What is the operator's or the provider's trouble (a redirect, a wrong key, an empty purse, an unknown model, too much
     * traffic) may work elsewhere; what is wrong with the request itself is wrong everywhere.
     */
    private static ProviderFailure refusal(int status) {
        return switch (status) {
            case 401, 402, 404, 405, 407, 408, 409, 410, 421, 425, 429 -> unavailable(status);
            default ->
                status / 100 == 4
                        ? new ProviderFailure(REFUSED, "The provider refused the request (status " + status + ").")
                        : unavailable(status);
        };
    }

    private static ProviderFailure unavailable(int status) {
        return new ProviderFailure(UNAVAILABLE, "The provider can't answer at the moment (status " + status + ").");
    }
}
