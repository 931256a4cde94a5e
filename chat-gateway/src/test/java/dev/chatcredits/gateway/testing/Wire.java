package dev.chatcredits.gateway.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP connection to a service that a test can cut, or let swallow everything. */
public final class Wire implements AutoCloseable {

    private enum State {
        WHOLE,
        /** Connections end at once. */
        CUT,
        /** What is sent arrives, but no answer comes back. */
        SWALLOWS_ANSWERS
    }

    private final ServerSocket server;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile State state = State.WHOLE;
    private volatile long delayMillis;
    private volatile String carried = "";

    private Wire(ServerSocket server, int target) {
        this.server = server;
        this.target = target;
    }

    static Wire to(int target) {
        try {
            var wire = new Wire(new ServerSocket(0, 1024, InetAddress.getLoopbackAddress()), target);
            Thread.ofVirtual().start(wire::accept);
            return wire;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /** All connections end, and new ones too. */
    public void cut() {
        state = State.CUT;
        closeAll();
    }

    /** Requests arrive, answers don't. */
    public void swallowAnswers() {
        state = State.SWALLOWS_ANSWERS;
    }

    /** Answers come so much later. */
    public void delay(long millis) {
        delayMillis = millis;
    }

    /** Whether a request with this text in it has passed. */
    public boolean carried(String text) {
        return carried.contains(text);
    }

    /** As new; what was swallowed stays lost. */
    public void mend() {
        if (state == State.SWALLOWS_ANSWERS) {
            closeAll();
        }
        state = State.WHOLE;
    }

    @Override
    public void close() throws IOException {
        server.close();
        closeAll();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var caller = server.accept();
                if (state == State.CUT) {
                    caller.close();
                    continue;
                }
                caller.setTcpNoDelay(true);
                var service = new Socket(InetAddress.getLoopbackAddress(), target);
                service.setTcpNoDelay(true);
                open.add(caller);
                open.add(service);
                Thread.ofVirtual().start(() -> copy(caller, service, false));
                Thread.ofVirtual().start(() -> copy(service, caller, true));
            } catch (IOException e) {
                // The one side or the other has gone; who waits will notice.
            }
        }
    }

    private void copy(Socket from, Socket to, boolean answers) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            var bytes = new byte[16 * 1024];
            for (var count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                if (!answers) {
                    carried = new String(bytes, 0, count, StandardCharsets.UTF_8);
                }
                if (answers && delayMillis > 0) {
                    Thread.sleep(delayMillis);
                }
                if (!answers || state != State.SWALLOWS_ANSWERS) {
                    out.write(bytes, 0, count);
                }
            }
        } catch (IOException | InterruptedException e) {
            // Closed by either side.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private void closeAll() {
        for (var socket : open) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
