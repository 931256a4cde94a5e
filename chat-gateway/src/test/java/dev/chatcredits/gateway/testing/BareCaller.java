package dev.chatcredits.gateway.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;

/** A caller on the bare socket, with a small window, who can stop reading or be gone at any time. */
public final class BareCaller implements AutoCloseable {

    private final Socket socket = new Socket();

    private BareCaller(URI gateway, String line, String token, String body) throws IOException {
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress(gateway.getHost(), gateway.getPort()));
        socket.getOutputStream()
                .write((line + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                + "Authorization: Bearer " + token + "\r\nContent-Length: " + body.length()
                                + "\r\n\r\n" + body)
                        .getBytes(UTF_8));
    }

    public static BareCaller ask(URI gateway, Way way, String token, String prompt) throws IOException {
        return new BareCaller(gateway, "POST " + way.path(), token, way.body(prompt));
    }

    public static BareCaller get(URI gateway, String path, String token) throws IOException {
        return new BareCaller(gateway, "GET " + path, token, "");
    }

    /** Byte by byte, so that what comes after stays unread. */
    public void readUntil(String text) throws IOException {
        var seen = new StringBuilder();
        var in = socket.getInputStream();
        while (seen.indexOf(text) < 0) {
            var next = in.read();
            if (next < 0) {
                throw new AssertionError("ended before " + text + ": " + seen);
            }
            seen.append((char) next);
        }
    }

    /** All that is still to come, until the gateway closes the connection or {@code end} was there. */
    public String rest(String end) {
        var seen = new StringBuilder();
        var bytes = new byte[64 * 1024];
        var until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        try {
            var in = socket.getInputStream();
            for (var count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                seen.append(new String(bytes, 0, count, UTF_8));
                if (seen.indexOf(end, Math.max(0, seen.length() - count - end.length())) >= 0) {
                    break;
                }
                if (System.nanoTime() > until) {
                    throw new AssertionError("the gateway still sends");
                }
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the gateway neither sends nor closes the connection", e);
        } catch (IOException e) {
            // Reset by the gateway: one way to see that something is missing.
        }
        return seen.toString();
    }

    /** Gone without a word, as when a device loses its connection and its system answers with a reset. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Gone in order, as when a tab is closed. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
