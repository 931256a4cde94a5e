package dev.chatcredits.testing;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One connection over a {@link Wire}: two sockets, and what is carried from one to the other. */
final class WiredConnection {

    private final Wire wire;
    private final Socket caller;
    private final Socket service;
    private volatile boolean forgotten;
    private volatile boolean left;
    private volatile boolean doomed;

    private WiredConnection(Wire wire, Socket caller, Socket service) {
        this.wire = wire;
        this.caller = caller;
        this.service = service;
    }

    static WiredConnection open(Wire wire, Socket caller, int target) throws IOException {
        try {
            caller.setTcpNoDelay(true);
            return new WiredConnection(wire, caller, Wire.connect(target));
        } catch (IOException e) {
            reset(caller);
            throw e;
        }
    }

    void carry() {
        Thread.ofVirtual().start(() -> {
            copy(caller, service, this::passesRequest);
            left = true;
        });
        Thread.ofVirtual().start(() -> copy(service, caller, this::passesAnswer));
    }

    /** Nothing of it arrives any more, and neither side is told. */
    void forget() {
        forgotten = true;
    }

    /** Whether it was forgotten and its caller still hopes. */
    boolean isForgotten() {
        return forgotten && !left;
    }

    void reset() {
        reset(caller);
        reset(service);
    }

    /** Ends a connection at once (RST), not in order (FIN). */
    static void reset(Socket socket) {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // It is closed already.
        }
    }

    private interface Gate {
        boolean passes(byte[] bytes, int count) throws InterruptedException;
    }

    private boolean passesRequest(byte[] bytes, int count) {
        if (forgotten || wire.losesRequests()) {
            return false;
        }
        // Before the request is on its way, so that no answer can be faster.
        if (wire.pass(new String(bytes, 0, count, StandardCharsets.UTF_8))) {
            doomed = true;
        }
        return true;
    }

    private boolean passesAnswer(byte[] bytes, int count) throws InterruptedException {
        if (!wire.delay().isZero()) {
            Thread.sleep(wire.delay());
        }
        if (doomed) {
            reset();
        }
        return !forgotten && !doomed && !wire.losesAnswers();
    }

    private void copy(Socket from, Socket to, Gate gate) {
        try {
            var in = from.getInputStream();
            var out = to.getOutputStream();
            var bytes = new byte[16 * 1024];
            for (var count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                if (gate.passes(bytes, count)) {
                    out.write(bytes, 0, count);
                }
            }
            end();
        } catch (IOException | InterruptedException e) {
            end();
        }
    }

    /** A side that ended tells the other one, unless the network is such that it wouldn't hear of it. */
    private void end() {
        if (forgotten || wire.losesRequests()) {
            return;
        }
        wire.ended(this);
        close(caller);
        close(service);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Closed by its other side.
        }
    }
}
