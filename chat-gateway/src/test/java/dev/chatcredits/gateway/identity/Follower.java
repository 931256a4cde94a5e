package dev.chatcredits.gateway.identity;

import dev.chatcredits.gateway.testing.Browser;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.stream.Collectors;

/** An open page that follows the balance by its session. */
final class Follower implements AutoCloseable {

    private final HttpClient http = HttpClient.newHttpClient();
    private final InputStream events;
    private volatile boolean follows;
    private volatile boolean ended;

    Follower(URI gateway, Browser browser) throws IOException, InterruptedException {
        var cookies = browser.cookies().entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        var request = HttpRequest.newBuilder(gateway.resolve("/api/credits/stream"))
                .header("Cookie", cookies)
                .build();
        events = http.send(request, HttpResponse.BodyHandlers.ofInputStream()).body();
        Thread.ofVirtual().start(this::read);
    }

    boolean follows() {
        return follows;
    }

    boolean ended() {
        return ended;
    }

    private void read() {
        try {
            for (var read = events.read(); read >= 0; read = events.read()) {
                follows = true;
            }
        } catch (IOException e) {
            // Closed by the test, or by the gateway in the middle.
        }
        ended = true;
    }

    @Override
    public void close() throws IOException {
        events.close();
        http.shutdownNow();
    }
}
