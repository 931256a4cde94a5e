package dev.chatcredits.gateway.provider;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.concurrent.TimeUnit;

/**
 * The one address that calls of a provider go to, with its connections. Everything about it is the operator's: nothing of a
 * request has a part in it.
 */
final class Upstream {

    /** Providers behind a CDN send long headers; the default of 8 KiB would make them unreachable. */
    private static final int MAX_HEADER_SIZE = 64 * 1024;

    private final String name;
    private final Vertx vertx;
    private final HttpClient client;
    private final RequestOptions target;

    Upstream(String name, UpstreamAddress address, ProviderSettings.Upstream settings, Vertx vertx) {
        this.name = name;
        this.vertx = vertx;
        this.client = vertx.httpClientBuilder()
                .with(options(settings))
                .with(pool(settings))
                // Vert.x would log what it can't parse, which is the provider's text; each call reports its own
                // failure.
                .withConnectHandler(connection -> connection.exceptionHandler(ignored -> {}))
                .build();
        this.target = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setSsl(address.ssl())
                .setHost(address.baseUrl().getHost())
                .setPort(address.port())
                .setURI(address.baseUrl().getRawPath() + "/chat/completions")
                .setFollowRedirects(false)
                .setHeaders(address.headers());
    }

    /** Full means full: another target may answer now, and a queue would only hide it. */
    private static PoolOptions pool(ProviderSettings.Upstream settings) {
        return new PoolOptions().setHttp1MaxSize(settings.maxConnections()).setMaxWaitQueueSize(0);
    }

    /** One answer a connection, so that closing the connection of one disturbs no other. */
    private static HttpClientOptions options(ProviderSettings.Upstream settings) {
        var connectMillis = (int) settings.connectTimeout().toMillis();
        return new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setKeepAlive(true)
                .setConnectTimeout(connectMillis)
                .setSslHandshakeTimeout(connectMillis)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setMaxHeaderSize(MAX_HEADER_SIZE);
    }

    String name() {
        return name;
    }

    Vertx vertx() {
        return vertx;
    }

    Future<HttpClientRequest> request(String accept) {
        var options = new RequestOptions(target);
        options.putHeader(HttpHeaders.ACCEPT, accept);
        return client.request(options);
    }
}
