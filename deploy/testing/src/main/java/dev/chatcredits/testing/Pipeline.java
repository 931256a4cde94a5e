package dev.chatcredits.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.regex.Pattern;

/** Many requests that are sent to a service of 127.0.0.1 at once, and whose answers nobody takes until they are asked for. */
public final class Pipeline implements AutoCloseable {

    private static final Pattern STATUS = Pattern.compile("HTTP/1.1 200 ");

    private final Socket socket = new Socket();

    private Pipeline() {}

    /** The last request asks for the end of the connection. */
    public static Pipeline of(int port, String path, int requests) {
        var pipeline = new Pipeline();
        var request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n";
        try {
            // Or the kernel would take many answers in place of the caller.
            pipeline.socket.setReceiveBufferSize(4096);
            pipeline.socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            var all = (request + "\r\n").repeat(requests - 1) + request + "Connection: close\r\n\r\n";
            pipeline.socket.getOutputStream().write(all.getBytes(ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pipeline;
    }

    /** Takes all answers, and says how many were good. */
    public long answers() {
        try {
            var answers = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            return STATUS.matcher(answers).results().count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
