package dev.chatcredits.gateway.credit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One call of the credit service over HTTP: JSON in, JSON out, with the service token, within the timeout. On Vert.x' own client
 * with kept connections, because every generation waits for one of these calls before its first token; a typed REST client in
 * between was measured elsewhere to cost more than the call.
 */
@Singleton
class CreditHttp {

    private final HttpClient http;
    private final RequestOptions target;
    private final String basePath;
    private final long timeoutMillis;
    private final ServiceToken token;
    private final ObjectMapper json;

    CreditHttp(Vertx vertx, CreditConfig config, ServiceToken token, ObjectMapper json) {
        var url = config.url();
        var tls = "https".equals(url.getScheme());
        if (url.getHost() == null || !(tls || "http".equals(url.getScheme()))) {
            throw new IllegalArgumentException("gateway.credit.url: not an http address: " + url);
        }
        this.timeoutMillis = config.timeout().toMillis();
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setSsl(tls), new PoolOptions().setHttp1MaxSize(config.connections()));
        this.target = new RequestOptions()
                .setHost(url.getHost())
                .setPort(url.getPort() >= 0 ? url.getPort() : tls ? 443 : 80)
                .setSsl(tls)
                .setTimeout(timeoutMillis);
        this.basePath = url.getRawPath().replaceAll("/$", "");
        this.token = token;
        this.json = json;
    }

    /** What the credit service said. */
    record Answer(int status, ObjectNode body) {}

    /**
     * Calls, once more when the connection was lost: every call is idempotent, and a connection that was kept may have been
     * closed by the other side in the moment of its use.
     *
     * @return fails with {@link CreditCheckFailed} when there is no answer in time, a 5xx, or one that has no JSON object
     */
    Uni<Answer> call(HttpMethod method, String path, @Nullable Object body) {
        var payload = body == null ? null : Buffer.buffer(bytes(body));
        return token.header()
                .ifNoItem()
                .after(Duration.ofMillis(timeoutMillis))
                .fail()
                .onFailure()
                .transform(e -> new CreditCheckFailed("The gateway has no service token.", false, e))
                .chain(header -> send(method, path, header, payload));
    }

    private Uni<Answer> send(HttpMethod method, String path, String authorization, @Nullable Buffer body) {
        var options = new RequestOptions(target).setMethod(method).setURI(basePath + path);
        options.putHeader("Authorization", authorization).putHeader("Accept", "application/json");
        if (body != null) {
            options.putHeader("Content-Type", "application/json");
        }
        var sent = new AtomicBoolean();
        return Uni.createFrom()
                .deferred(() -> UniHelper.toUni(exchange(options, body, sent)))
                .onFailure(e -> e instanceof IOException || e instanceof HttpClosedException)
                .retry()
                .atMost(1)
                .onFailure(e -> !(e instanceof CreditCheckFailed))
                .transform(e -> new CreditCheckFailed("The credit service did not answer.", sent.get(), e));
    }

    private Future<Answer> exchange(RequestOptions options, @Nullable Buffer body, AtomicBoolean sent) {
        return http.request(options).compose(request -> {
            sent.set(true);
            return (body == null ? request.send() : request.send(body))
                    .compose(response -> response.body().map(bytes -> answer(response.statusCode(), bytes)))
                    .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
                    .onFailure(e -> request.reset());
        });
    }

    private Answer answer(int status, Buffer bytes) {
        if (status == 401) {
            token.discard();
        }
        if (status >= 500 || status == 401 || status == 403) {
            throw new CreditCheckFailed("The credit service answered " + status + ".");
        }
        try {
            if (json.readTree(bytes.getBytes()) instanceof ObjectNode body) {
                return new Answer(status, body);
            }
        } catch (IOException e) {
            throw new CreditCheckFailed("The credit service's answer can't be read.", true, e);
        }
        throw new CreditCheckFailed("The credit service's answer is no JSON object.");
    }

    private byte[] bytes(Object body) {
        try {
            return json.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a body of ours can't be written", e);
        }
    }
}
