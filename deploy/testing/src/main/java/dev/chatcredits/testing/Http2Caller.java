package dev.chatcredits.testing;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A caller by HTTP/2 in clear text, all of whose requests share one connection. */
public final class Http2Caller implements AutoCloseable {

    private static final int WINDOW = 1024 * 1024;

    private final HttpClient client;
    private final AtomicInteger connections = new AtomicInteger();

    public Http2Caller(Vertx vertx, URI service) {
        client = vertx.httpClientBuilder()
                .with(new HttpClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setHttp2ClearTextUpgrade(false)
                        // One who doesn't read keeps the others from nothing.
                        .setHttp2ConnectionWindowSize(WINDOW)
                        .setDefaultHost(service.getHost())
                        .setDefaultPort(service.getPort()))
                .with(new PoolOptions().setHttp2MaxSize(1))
                .withConnectHandler(connection -> connections.incrementAndGet())
                .build();
    }

    /** A request and what came of it. */
    public static final class Exchange {

        private final HttpClientRequest request;
        private final CompletableFuture<HttpClientResponse> head = new CompletableFuture<>();
        private final CompletableFuture<Void> end = new CompletableFuture<>();
        private final Buffer body = Buffer.buffer();

        private Exchange(HttpClientRequest request) {
            this.request = request;
            request.response().onFailure(head::completeExceptionally).onSuccess(response -> {
                response.handler(this::add)
                        .endHandler(ended -> end.complete(null))
                        .exceptionHandler(end::completeExceptionally);
                head.complete(response);
            });
        }

        private synchronized void add(Buffer part) {
            body.appendBuffer(part);
        }

        public Exchange send(String part) throws Exception {
            get(request.write(part).toCompletionStage());
            return this;
        }

        public void end(String last) {
            var unused = request.end(last);
        }

        public HttpClientResponse head() throws Exception {
            return get(head);
        }

        /** What came so far. */
        public synchronized String text() {
            return body.toString();
        }

        /** All of it; fails when the stream was reset. */
        public String all() throws Exception {
            get(end);
            return text();
        }

        /** Whether nothing can be sent any more. */
        public boolean isReset() {
            return request.write(" ")
                    .toCompletionStage()
                    .handle((sent, failure) -> failure != null)
                    .toCompletableFuture()
                    .join();
        }

        public void reset() {
            request.reset();
        }
    }

    /** Begins a request without an end of its body. */
    public Exchange begin(HttpMethod method, String path, Map<String, String> headers) throws Exception {
        var options = new RequestOptions().setMethod(method).setURI(path);
        headers.forEach(options::addHeader);
        var exchange = new Exchange(get(client.request(options).toCompletionStage()));
        // Vert.x asks for a length or for chunks, which HTTP/2 knows nothing of.
        var unused = exchange.request.setChunked(true).sendHead();
        return exchange;
    }

    private static <T> T get(CompletionStage<T> awaited) throws Exception {
        return awaited.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    /** How many were ever opened. */
    public int connections() {
        return connections.get();
    }

    @Override
    public void close() {
        var unused = client.close();
    }
}
