package dev.chatcredits.e2e.chaos;

import dev.chatcredits.e2e.Sse;
import dev.chatcredits.e2e.chaos.Observed.Ending;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sends requests to the gateway as browsers and SDKs do. */
final class Client {

    /** Longer than the gateway may take for anything. */
    static final Duration PATIENCE = Duration.ofSeconds(40);

    private final URI gateway;
    private final Duration patience;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();

    Client(URI gateway, Duration patience) {
        this.gateway = gateway;
        this.patience = patience;
    }

    /** Sends a request and reads its answer for as long as the script stays. */
    Observed perform(Ask ask, String user, String token, Watch watch) {
        Sight sight = new Sight(ask, user, watch);
        CompletableFuture<HttpResponse<Stream<String>>> sent =
                http.sendAsync(request(ask, token), BodyHandlers.ofLines());
        if (ask.staysFor() != null) {
            leaveAfter(ask.staysFor(), sight, sent);
        }
        try {
            HttpResponse<Stream<String>> response = sent.join();
            try (Stream<String> lines = response.body()) {
                sight.keep(lines);
                read(response, lines, sight);
            }
        } catch (CompletionException | UncheckedIOException | IllegalStateException e) {
            // The last of these: the client hung up before there was an answer, or before it began to read it.
            sight.end(lost(e.getCause()), String.valueOf(e));
        }
        return sight.observed();
    }

    /** The status of an answer to GET, and its body. */
    String get(String path, String token) {
        HttpRequest request = HttpRequest.newBuilder(gateway.resolve(path))
                .header("Authorization", "Bearer " + token)
                .timeout(patience)
                .build();
        HttpResponse<String> response =
                http.sendAsync(request, BodyHandlers.ofString()).join();
        return response.statusCode() + " " + response.body();
    }

    /** Goes to the checkout of a plan; whether it works is not asked. */
    void buy(String plan, String token) {
        HttpRequest request =
                post("/api/checkout", token, "{\"planId\": \"" + plan + "\"}").build();
        var unused = http.sendAsync(request, BodyHandlers.discarding());
    }

    private static Ending lost(@Nullable Throwable cause) {
        if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
            return Ending.UNREACHED;
        }
        return cause instanceof HttpTimeoutException ? Ending.ODD : Ending.CUT_OFF;
    }

    private static void leaveAfter(Duration stay, Sight sight, CompletableFuture<HttpResponse<Stream<String>>> sent) {
        CompletableFuture.delayedExecutor(stay.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> {
                    sight.leave();
                    sent.cancel(true);
                });
    }

    private static void read(HttpResponse<Stream<String>> response, Stream<String> lines, Sight sight) {
        sight.told(response.headers().firstValue("X-Generation-Id").orElse(null));
        String type = response.headers().firstValue("Content-Type").orElse("");
        if (type.startsWith("text/event-stream")) {
            for (Iterator<Sse> events = Sse.read(lines); events.hasNext(); ) {
                sight.see(events.next());
            }
            sight.end(Ending.ODD, "the stream ended in order, but without a receipt or an error");
            return;
        }
        String body = String.join("\n", lines.toList());
        if (response.statusCode() == 200) {
            String charged = response.headers().firstValue("X-Credits-Charged").orElse("0");
            sight.whole(Integer.parseInt(charged), body);
        } else {
            sight.refused(response.statusCode(), body);
        }
    }

    private HttpRequest request(Ask ask, String token) {
        HttpRequest.Builder request = post(ask.form().path, token, ask.body());
        if (ask.key() != null) {
            request.header("Idempotency-Key", ask.key());
        }
        return request.build();
    }

    private HttpRequest.Builder post(String path, String token, String body) {
        return HttpRequest.newBuilder(gateway.resolve(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .timeout(patience)
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }
}
