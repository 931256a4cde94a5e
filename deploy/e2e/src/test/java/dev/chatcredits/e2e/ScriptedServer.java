package dev.chatcredits.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Answers a page in the gateway's place, byte by byte as a test says: for what the real one can't be made to say at will, such as broken
 * events, an older balance after a newer one, or nothing for a long time.
 */
final class ScriptedServer implements AutoCloseable {

    private final ServerSocket server;
    private final Queue<ScriptedCall> calls = new ConcurrentLinkedQueue<>();

    ScriptedServer() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** From now on this page's requests of a path come here. */
    void answers(Page page, String path) {
        page.route("**" + path, this::take);
    }

    private void take(Route route) {
        route.resume(new Route.ResumeOptions().setUrl("http://127.0.0.1:" + server.getLocalPort() + "/"));
    }

    /** The next request that waits for an answer. */
    ScriptedCall next(Page page) {
        page.waitForCondition(() -> !calls.isEmpty());
        return calls.remove();
    }

    int waiting() {
        return calls.size();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> read(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    /** A browser opens connections on suspicion; only one that asks something counts. */
    private void read(Socket socket) {
        try {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int read = socket.getInputStream().read();
                if (read < 0) {
                    socket.close();
                    return;
                }
                head.append((char) read);
            }
            int length = head.toString()
                    .lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                    .mapToInt(line -> Integer.parseInt(
                            line.substring(line.indexOf(':') + 1).strip()))
                    .findFirst()
                    .orElse(0);
            calls.add(
                    new ScriptedCall(socket, new String(socket.getInputStream().readNBytes(length), UTF_8)));
        } catch (IOException e) {
            // The browser has gone; there is nobody to answer.
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
