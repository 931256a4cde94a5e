package dev.chatcredits.gateway.provider;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A provider under a test's control, over real HTTP/1.1 with keep-alive. It works on the bare socket, for what is to be
 * tested (a cut at any byte, a connection that dies, a provider that hangs) is what HTTP libraries hide.
 */
public final class ProviderServer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ServerSocket server;
    private final Map<String, Script> byModel = new ConcurrentHashMap<>();
    private final Map<String, Script> byPrompt = new ConcurrentHashMap<>();
    private final List<ProviderCall> calls = new CopyOnWriteArrayList<>();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private volatile Script otherwise = Script.says("Hello", " world");

    private ProviderServer(ServerSocket server) {
        this.server = server;
    }

    /** Listens on a free port of the loopback interface. */
    public static ProviderServer start() {
        try {
            return on(new ServerSocket(0, 1_024, InetAddress.getLoopbackAddress()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ProviderServer on(ServerSocket socket) {
        var server = new ProviderServer(socket);
        Thread.ofVirtual().start(server::accept);
        return server;
    }

    /** What to configure as {@code gateway.providers.<name>.base-url}. */
    public String baseUrl() {
        return "http://127.0.0.1:" + port() + "/v1";
    }

    public int port() {
        return server.getLocalPort();
    }

    /** The answer to every call that no other rule fits. */
    public void answer(Script script) {
        otherwise = script;
    }

    /** The answer to calls for this upstream model; goes before {@link #answer}. */
    public void answerModel(String upstreamModel, Script script) {
        byModel.put(upstreamModel, script);
    }

    /** The answer to calls whose body contains this text; goes before all others. */
    public void answerPrompt(String text, Script script) {
        byPrompt.put(text, script);
    }

    /** All calls since the start, the oldest first. */
    public List<ProviderCall> calls() {
        return List.copyOf(calls);
    }

    /** Those whose body contains this text. */
    public List<ProviderCall> callsWith(String text) {
        return calls.stream()
                .filter(call -> call.body().toString().contains(text))
                .toList();
    }

    public ProviderCall lastCall() {
        return calls.getLast();
    }

    /** How many connections were ever opened: fewer than calls when they are kept alive. */
    public int connectionCount() {
        return connections.size();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (var connection : connections) {
            connection.close();
        }
    }

    private void accept() {
        while (true) {
            try {
                var socket = server.accept();
                socket.setTcpNoDelay(true);
                connections.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    /** The connection is read all the time, also while an answer is written: so the client's hanging up is seen at once. */
    private void serve(Socket socket) {
        ProviderCall call = null;
        try (socket) {
            var in = new BufferedInputStream(socket.getInputStream());
            for (var request = line(in); !request.isEmpty(); request = line(in)) {
                call = read(request, in, socket);
                calls.add(call);
                var current = call;
                var script = scriptFor(call);
                Thread.ofVirtual().start(() -> current.play(script));
            }
        } catch (IOException e) {
            // The client has gone, which the call is told below.
        }
        if (call != null) {
            call.closedByClient();
        }
    }

    private static ProviderCall read(String request, InputStream in, Socket socket) throws IOException {
        var headers = new TreeMap<String, String>();
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            var colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        var body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new ProviderCall(request, headers, JSON.readTree(body), socket);
    }

    private Script scriptFor(ProviderCall call) {
        var body = call.body().toString();
        for (var rule : byPrompt.entrySet()) {
            if (body.contains(rule.getKey())) {
                return rule.getValue();
            }
        }
        return byModel.getOrDefault(call.body().path("model").asText(), otherwise);
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (var b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.append((char) b);
        }
        return line.toString().strip();
    }
}
