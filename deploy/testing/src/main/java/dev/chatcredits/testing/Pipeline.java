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

/** Many requests of one connection to a service of 127.0.0.1, whose answers nobody takes until they are asked for. */
public final class Pipeline implements AutoCloseable {

    private static final Pattern STATUS = Pattern.compile("HTTP/1.1 200 ");

    private final Socket socket = new Socket();

    private Pipeline(int port) {
        try {
            // Or the kernel would take many answers in place of the caller.
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All at once. */
    public static Pipeline of(int port, String path, int requests) {
        var pipeline = new Pipeline(port);
        pipeline.send(path, requests);
        return pipeline;
    }

    /** One after the other, with a pause in which each may be answered; no more once the service has ended the connection. */
    public static Pipeline of(int port, String path, int requests, Duration pause) throws InterruptedException {
        var pipeline = new Pipeline(port);
        for (var i = 0; i < requests && pipeline.send(path, 1); i++) {
            Thread.sleep(pause);
        }
        return pipeline;
    }

    private boolean send(String path, int times) {
        var request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        try {
            socket.getOutputStream().write(request.repeat(times).getBytes(ISO_8859_1));
            return true;
        } catch (SocketException end) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
