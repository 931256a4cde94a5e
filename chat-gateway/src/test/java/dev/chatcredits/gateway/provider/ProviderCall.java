package dev.chatcredits.gateway.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** One call that a {@link ProviderServer} got, and the means to answer it byte by byte. */
public final class ProviderCall {

    private final String requestLine;
    private final Map<String, String> headers;
    private final JsonNode body;
    private final Socket socket;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicLong sent = new AtomicLong();

    ProviderCall(String requestLine, Map<String, String> headers, JsonNode body, Socket socket) {
        this.requestLine = requestLine;
        this.headers = headers;
        this.body = body;
        this.socket = socket;
    }

    /** As it came: {@code POST /v1/chat/completions HTTP/1.1}. */
    public String requestLine() {
        return requestLine;
    }

    /** Names in lower case. */
    public Map<String, String> headers() {
        return headers;
    }

    public JsonNode body() {
        return body;
    }

    public boolean streaming() {
        return body.path("stream").asBoolean();
    }

    /** Waits until the client has closed the connection of this call; false if it doesn't within ten seconds. */
    public boolean awaitClosedByClient() throws InterruptedException {
        return closed.await(10, TimeUnit.SECONDS);
    }

    public boolean isClosedByClient() {
        return closed.getCount() == 0;
    }

    /** The head of a stream as OpenAI and OpenRouter send it. */
    public ProviderCall streamHead() throws IOException {
        return head(200, "Content-Type: text/event-stream; charset=utf-8", "Transfer-Encoding: chunked");
    }

    public ProviderCall head(int status, String... lines) throws IOException {
        var head = new StringBuilder("HTTP/1.1 " + status + " Whatever\r\n");
        for (var line : lines) {
            head.append(line).append("\r\n");
        }
        return raw(head.append("\r\n").toString());
    }

    /** One piece of a chunked body; the client's HTTP layer hands it on as one piece. */
    public ProviderCall chunk(byte[] bytes) throws IOException {
        if (bytes.length == 0) {
            return this;
        }
        raw(Integer.toHexString(bytes.length) + "\r\n");
        write(bytes);
        return raw("\r\n");
    }

    public ProviderCall chunk(String text) throws IOException {
        return chunk(text.getBytes(UTF_8));
    }

    /** The proper end of a chunked body. */
    public void end() throws IOException {
        raw("0\r\n\r\n");
    }

    public ProviderCall raw(String text) throws IOException {
        write(text.getBytes(UTF_8));
        return this;
    }

    /** How many bytes of the answer the client, or what lies between, has taken. */
    public long sent() {
        return sent.get();
    }

    private void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        sent.addAndGet(bytes.length);
    }

    /** A whole answer with its length. */
    public void whole(int status, String contentType, String text) throws IOException {
        head(status, "Content-Type: " + contentType, "Content-Length: " + text.getBytes(UTF_8).length);
        raw(text);
    }

    /** The provider's process dies: the connection is reset. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** The provider closes the connection in an orderly way, wherever it was in its answer. */
    public void hangUp() throws IOException {
        socket.close();
    }

    void closedByClient() {
        closed.countDown();
    }

    void play(Script script) {
        try {
            script.play(this);
        } catch (IOException | InterruptedException e) {
            // The client doesn't want the rest, which is what some tests are about.
        }
    }
}
