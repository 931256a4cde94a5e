package dev.chatcredits.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP connection to a service on 127.0.0.1 that a test can disturb: whoever is to use it is told {@link #port()} in place of
 * the service's own. It passes everything until it is told otherwise, and again after {@link #heal()}. The service may come and
 * go behind it.
 *
 * <p>For protocols that tell the caller where to connect next (Kafka), the service has to advertise this port.
 */
public final class Wire implements AutoCloseable {

    private enum State {
        PASSES,
        /** Connections end at once. */
        CUT,
        /** What is sent arrives, but no answer comes back. */
        SWALLOWS_ANSWERS,
        /** Nothing arrives, nowhere, and nobody is told. */
        BLACK_HOLE
    }

    /** Requests that {@link #carried} knows of: more than are under way when a test asks. */
    private static final int REMEMBERED = 200;

    private final InetSocketAddress address;
    private final int target;
    private final Set<WiredConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile ServerSocket server;
    private volatile Thread acceptor = Thread.currentThread();
    private volatile State state = State.PASSES;
    private volatile Duration delay = Duration.ZERO;
    private final Deque<String> carried = new ArrayDeque<>();
    private volatile String doom = "";
    private volatile String counted = "";
    private volatile int count;

    private Wire(int port, int target) {
        this.target = target;
        this.server = listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        this.address = (InetSocketAddress) server.getLocalSocketAddress();
    }

    /** A wire from a free port to a port, both of 127.0.0.1. */
    public static Wire to(int target) {
        return between(0, target);
    }

    /** A wire from one port to another, both of 127.0.0.1. */
    public static Wire between(int port, int target) {
        var wire = new Wire(port, target);
        wire.serve();
        return wire;
    }

    /** The port of 127.0.0.1 to connect to in place of the service's. */
    public int port() {
        return address.getPort();
    }

    /** All connections are reset, and each new one as soon as it is made. */
    public void cut() {
        state = State.CUT;
        resetAll();
    }

    /** All connections are reset, and new ones are refused, as if nothing ran there. */
    public void refuse() {
        state = State.CUT;
        close();
    }

    /** Requests arrive, answers don't. */
    public void swallowAnswers() {
        state = State.SWALLOWS_ANSWERS;
    }

    /** Connections are kept and accepted, but nothing that either side sends arrives: a network that is gone without a word. */
    public void blackHole() {
        state = State.BLACK_HOLE;
    }

    /**
     * Nothing more arrives over the connections of now, for ever and in both directions, and nobody is told; new ones work. So it
     * is behind a firewall that forgot them.
     */
    public void forgetConnections() {
        connections.forEach(WiredConnection::forget);
    }

    /** Whether a caller hasn't given up all of the connections that were forgotten. */
    public boolean hasForgotten() {
        return connections.stream().anyMatch(WiredConnection::isForgotten);
    }

    /** Each piece of an answer comes so much later, until it is told otherwise; {@link #heal()} doesn't end it. */
    public void delay(Duration each) {
        delay = each;
    }

    /**
     * The next request with this text in it arrives and is carried out, but in place of its answer the caller gets a reset. Once:
     * everything else passes.
     */
    public void cutAnswerTo(String request) {
        doom = request;
    }

    /** Whether {@link #cutAnswerTo} still waits for its request. */
    public boolean awaitsRequest() {
        return !doom.isEmpty();
    }

    /** Whether one of the last requests had this text in it. */
    public synchronized boolean carried(String text) {
        return carried.stream().anyMatch(request -> request.contains(text));
    }

    /** Begins to count the requests with this text in them, at 0. */
    public synchronized void count(String request) {
        counted = request;
        count = 0;
    }

    /** How many it were since {@link #count}. */
    public int counted() {
        return count;
    }

    /** Passes everything again. Connections from which something was swallowed are reset; what was swallowed stays lost. */
    public void heal() {
        if (state == State.SWALLOWS_ANSWERS || state == State.BLACK_HOLE) {
            resetAll();
        }
        state = State.PASSES;
        if (server.isClosed()) {
            server = listen(address);
            serve();
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            // Until it has left accept(), the kernel goes on taking connections.
            acceptor.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        resetAll();
    }

    boolean losesRequests() {
        return state == State.BLACK_HOLE;
    }

    boolean losesAnswers() {
        return state == State.BLACK_HOLE || state == State.SWALLOWS_ANSWERS;
    }

    Duration delay() {
        return delay;
    }

    /** Notes a request that passes; true when its answer must not. */
    synchronized boolean pass(String request) {
        carried.addLast(request);
        if (carried.size() > REMEMBERED) {
            carried.removeFirst();
        }
        if (!counted.isEmpty() && request.contains(counted)) {
            count++;
        }
        var doomed = !doom.isEmpty() && request.contains(doom);
        if (doomed) {
            doom = "";
        }
        return doomed;
    }

    void ended(WiredConnection connection) {
        connections.remove(connection);
    }

    private void serve() {
        var serving = server;
        acceptor = Thread.ofVirtual().start(() -> {
            while (!serving.isClosed()) {
                accept(serving);
            }
        });
    }

    private void accept(ServerSocket serving) {
        try {
            var caller = serving.accept();
            if (state == State.CUT) {
                WiredConnection.reset(caller);
                return;
            }
            // Nobody may be there behind the wire; the caller learns it as from a load balancer, by the end of the
            // connection.
            var connection = WiredConnection.open(this, caller, target);
            connections.add(connection);
            connection.carry();
            if (state == State.CUT) {
                connection.reset();
            }
        } catch (IOException e) {
            // The one side or the other has gone; who waits will notice.
        }
    }

    private void resetAll() {
        connections.forEach(WiredConnection::reset);
    }

    private static ServerSocket listen(InetSocketAddress address) {
        try {
            var server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(address, 1024);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Socket connect(int port) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        return socket;
    }
}
