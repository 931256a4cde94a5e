package dev.chatcredits.gateway.sse;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * The frames for one reader, in order. What the reader has not taken yet is bounded: one who falls too far behind is treated as one who
 * went away. Lives on the Vert.x context of its request; nothing here may be called from anywhere else.
 */
public final class EventStream {

    private static final Buffer HEARTBEAT = Buffer.buffer(":\n\n");

    /** Before there is a response nobody can read: a fast provider must not make its reader look slow, within limits. */
    private static final int EARLY = 8;

    private final long mostUnread;
    private final Runnable onGone;
    private final Queue<Buffer> early = new ArrayDeque<>();
    private long unread;
    private boolean ended;
    private boolean gone;
    private @Nullable HttpServerResponse response;
    private Runnable abort = () -> {};
    private Runnable onClosed = () -> {};

    /**
     * Begins a stream.
     *
     * @param mostUnread in bytes
     * @param onGone called at most once, when the reader is gone before the end
     */
    public EventStream(long mostUnread, Runnable onGone) {
        this.mostUnread = mostUnread;
        this.onGone = onGone;
    }

    /** An event with one line of JSON as data. */
    public static Buffer event(String name, byte[] json) {
        return Buffer.buffer("event: ")
                .appendString(name)
                .appendString("\ndata: ")
                .appendBytes(json)
                .appendString("\n\n");
    }

    /** An event without a name, as OpenAI's streams have them. */
    public static Buffer data(byte[] json) {
        return Buffer.buffer("data: ").appendBytes(json).appendString("\n\n");
    }

    /** An event without a name, as OpenAI's streams have them. */
    public static Buffer data(String text) {
        return data(text.getBytes(UTF_8));
    }

    /** The response that carries the stream. */
    public RestResponse<EventStream> response() {
        return responseBuilder().build();
    }

    /** The response that carries the stream, for more headers. */
    public RestResponse.ResponseBuilder<EventStream> responseBuilder() {
        return RestResponse.ResponseBuilder.ok(this, MediaType.SERVER_SENT_EVENTS)
                .header("Cache-Control", "no-store")
                // Proxies of the nginx kind would wait for a full buffer.
                .header("X-Accel-Buffering", "no");
    }

    public void send(Buffer frame) {
        if (gone || ended || frame.length() == 0) {
            return;
        }
        // One frame alone is no backlog, however large.
        if (unread > 0 && unread + frame.length() > (response == null ? EARLY * mostUnread : mostUnread)) {
            leave();
            return;
        }
        unread += frame.length();
        if (response == null) {
            early.add(frame);
            return;
        }
        write(response, frame);
    }

    /** A comment, by which both sides learn that the other is still there. */
    public void heartbeat() {
        send(HEARTBEAT);
    }

    /** Ends the stream after a last frame, which may be empty. */
    public void end(Buffer last) {
        send(last);
        ended = true;
        if (response != null && !gone) {
            finish(response);
        }
    }

    /**
     * Gives the stream its reader.
     *
     * @param abort ends the connection at once, without what was not sent yet
     * @param onClosed called once, when nothing more is to be sent
     */
    void attach(HttpServerResponse response, Runnable abort, Runnable onClosed) {
        this.response = response;
        this.abort = abort;
        this.onClosed = onClosed;
        if (gone || response.closed()) {
            leave();
            return;
        }
        response.closeHandler(closed -> leave());
        response.setChunked(true);
        early.forEach(response::write);
        early.clear();
        unread = 0;
        if (ended) {
            finish(response);
        }
    }

    private void write(HttpServerResponse response, Buffer frame) {
        response.write(frame, written -> {
            unread -= frame.length();
            if (written.failed()) {
                leave();
            }
        });
    }

    private void finish(HttpServerResponse response) {
        response.end(written -> closed());
    }

    private void closed() {
        abort = () -> {};
        onClosed.run();
        onClosed = () -> {};
    }

    private void leave() {
        var first = !gone && !ended;
        gone = true;
        early.clear();
        // Without the last chunk of the encoding a reader sees that something is missing.
        abort.run();
        closed();
        if (first) {
            onGone.run();
        }
    }
}
