package dev.chatcredits.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.regex.Pattern;

/** Many requests that are sent to a service of 127.0.0.1 at once, and whose answers nobody takes until they are asked for. */
public final class Pipeline implements AutoCloseable {

    private static final Pattern STATUS = Pattern.compile("HTTP/1.1 200 ");

    private final Socket socket = new Socket();

    private Pipeline() {}

    public static Pipeline of(int port, String path, int requests) {
        return of(port, path, requests, Duration.ZERO);
    }

    /** One after the other, with a pause in which each may be answered; no more once the service has ended the connection. */
    public static Pipeline of(int port, String path, int requests, Duration pause) {
        var pipeline = new Pipeline();
        var request = ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(ISO_8859_1);
        try {
            // Or the kernel would take many answers in place of the caller.
            pipeline.socket.setReceiveBufferSize(4096);
            pipeline.socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            for (var i = 0; i < requests; i++) {
                pipeline.socket.getOutputStream().write(request);
                Thread.sleep(pause);
            }
        } catch (SocketException end) {
            return pipeline;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return pipeline;
    }

    /** Takes answers until the service ends the connection or sends nothing for some seconds, and says how many were good. */
    public long answers() {
        var answers = new ByteArrayOutputStream();
        try {
            socket.setSoTimeout(5_000);
            socket.getInputStream().transferTo(answers);
        } catch (SocketException | SocketTimeoutException end) {
            // By a reset, or there are no more.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return STATUS.matcher(answers.toString(ISO_8859_1)).results().count();
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
