package dev.chatcredits.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for processes that have to be told theirs before they start. */
public final class FreePort {
    // Below the range from which Linux takes the ports of outgoing connections: one of those could come in between.
    private static final int FIRST = 20_000;
    private static final int LAST = 32_000;

    private FreePort() {}

    /** A port of 127.0.0.1 that nothing listens on. */
    public static int find() {
        int port;
        do {
            port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
        } while (!isFree(port));
        return port;
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
