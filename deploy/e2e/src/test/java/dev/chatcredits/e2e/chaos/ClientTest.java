package dev.chatcredits.e2e.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.chatcredits.e2e.chaos.Ask.Prompt;
import dev.chatcredits.e2e.chaos.Observed.Ending;
import dev.chatcredits.testing.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Which ends of a connection a crash explains, and which nothing does. */
class ClientTest {

    private static final Duration SHORT = Duration.ofMillis(200);

    @Test
    void streamThatBreaksOffIsCutOff() throws IOException {
        assertEquals(Ending.CUT_OFF, endingOf(Client.PATIENCE, exchange -> {
            sayHalf(exchange);
            throw new IOException("the server dies");
        }));
    }

    @Test
    void streamThatEndsInOrderWithoutAnEndingIsOdd() throws IOException {
        assertEquals(Ending.ODD, endingOf(Client.PATIENCE, exchange -> {
            sayHalf(exchange);
            exchange.close();
        }));
    }

    @Test
    void serverThatNeverAnswersIsOdd() throws IOException {
        assertEquals(Ending.ODD, endingOf(SHORT, exchange -> {}));
    }

    @Test
    void serverThatIsNotThereIsUnreached() {
        assertEquals(Ending.UNREACHED, endingOf(Client.PATIENCE, FreePort.find()));
    }

    private static void sayHalf(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write("event: delta\ndata: {\"text\":\"You \"}\n\n".getBytes(UTF_8));
        exchange.getResponseBody().flush();
    }

    private static Ending endingOf(Duration patience, HttpHandler answer) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", answer);
        server.start();
        try {
            return endingOf(patience, server.getAddress().getPort());
        } finally {
            server.stop(0);
        }
    }

    private static Ending endingOf(Duration patience, int port) {
        return new Client(URI.create("http://127.0.0.1:" + port + "/"), patience)
                .perform(Case.prompted(Prompt.PLAIN), "u", "token", new Watch())
                .ending();
    }
}
