package dev.chatcredits.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WireTest {

    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private ServerSocket echo;
    private Thread acceptor;
    private Wire wire;

    @BeforeEach
    void aServiceThatSaysWhatItHears() throws IOException {
        echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        wire = Wire.to(echo.getLocalPort());
        acceptor = Thread.ofVirtual().start(() -> {
            while (!echo.isClosed()) {
                try {
                    var caller = echo.accept();
                    Thread.ofVirtual().start(() -> answer(caller));
                } catch (IOException e) {
                    // The end of the test.
                }
            }
        });
    }

    private void answer(Socket caller) {
        try (caller;
                var lines =
                        new BufferedReader(new InputStreamReader(caller.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                received.add(line);
                caller.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // The caller has gone.
        }
    }

    @AfterEach
    void end() throws IOException {
        wire.close();
        echo.close();
    }

    @Test
    void passesWhatIsSentBothWays() throws Exception {
        try (var socket = connect()) {
            assertEquals("hello", ask(socket, "hello"));
            assertTrue(wire.carried("hello"));
        }
    }

    @Test
    void resetsConnectionsWhenItIsCutUntilItIsHealed() throws Exception {
        try (var socket = connect()) {
            ask(socket, "hello");
            wire.cut();
            assertThrows(SocketException.class, () -> ask(socket, "again"));
        }
        assertThrows(SocketException.class, () -> ask(connect(), "new"));
        wire.heal();
        assertEquals("healed", ask(connect(), "healed"));
    }

    @Test
    void refusesConnectionsUntilItIsHealed() throws Exception {
        wire.refuse();
        assertThrows(ConnectException.class, this::connect);
        wire.heal();
        assertEquals("healed", ask(connect(), "healed"));
    }

    @Test
    void resetsTheCallerWhenNobodyIsBehindIt() throws Exception {
        echo.close();
        // Until it has left accept(), the kernel goes on taking connections.
        acceptor.join();
        assertThrows(SocketException.class, () -> ask(connect(), "hello"));
    }

    @Test
    void letsRequestsArriveWhenItSwallowsAnswers() throws Exception {
        try (var socket = connect()) {
            wire.swallowAnswers();
            assertThrows(SocketTimeoutException.class, () -> ask(socket, "hello"));
            assertEquals("hello", received.poll(10, TimeUnit.SECONDS));
            wire.heal();
            assertThrows(SocketException.class, () -> ask(socket, "what was swallowed can't be made up for"));
        }
    }

    @Test
    void takesConnectionsAndSwallowsEverythingAsABlackHole() throws Exception {
        wire.blackHole();
        try (var socket = connect()) {
            assertThrows(SocketTimeoutException.class, () -> ask(socket, "hello"));
            wire.heal();
            assertThrows(SocketException.class, () -> ask(socket, "again"));
        }
        assertEquals("healed", ask(connect(), "healed"));
        assertEquals("healed", received.poll(), "what was swallowed never arrives");
    }

    @Test
    void letsOnlyNewConnectionsWorkWhenItForgotTheOthers() throws Exception {
        try (var socket = connect()) {
            ask(socket, "hello");
            wire.forgetConnections();
            assertThrows(SocketTimeoutException.class, () -> ask(socket, "again"));
            assertEquals("new", ask(connect(), "new"));
            assertTrue(wire.hasForgotten());
        }
        while (wire.hasForgotten()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void delaysAnswers() throws Exception {
        wire.delay(Duration.ofMillis(300));
        var start = System.nanoTime();
        assertEquals("hello", ask(connect(), "hello"));
        assertTrue(System.nanoTime() - start >= 300_000_000, "not before its time");
    }

    @Test
    void letsARequestArriveAndResetsInPlaceOfItsAnswerOnce() throws Exception {
        wire.cutAnswerTo("COMMIT");
        try (var socket = connect()) {
            assertEquals("begin", ask(socket, "begin"));
            assertTrue(wire.awaitsRequest());
            assertThrows(SocketException.class, () -> ask(socket, "COMMIT"));
        }
        assertFalse(wire.awaitsRequest());
        assertEquals("begin", received.poll(10, TimeUnit.SECONDS));
        assertEquals("COMMIT", received.poll(10, TimeUnit.SECONDS));
        assertEquals("COMMIT", ask(connect(), "COMMIT"));
    }

    private Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), wire.port());
        socket.setSoTimeout(2_000);
        return socket;
    }

    /** An end of the connection without an answer counts as a reset. */
    private static String ask(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        var answer = new byte[line.length() + 1];
        if (socket.getInputStream().readNBytes(answer, 0, answer.length) < answer.length) {
            throw new SocketException("ended");
        }
        return new String(answer, StandardCharsets.UTF_8).strip();
    }
}
