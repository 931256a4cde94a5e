package dev.chatcredits.e2e.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import dev.chatcredits.e2e.Wait;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is wrong for a moment only is wrong. */
class AuditsTest {

    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void differenceThatIsGoneInTheEndIsKept() throws IOException {
        assertEquals(List.of("under load {userId=u}"), found(200));
    }

    @Test
    void auditThatWasNeverToBeHadIsSaid() throws IOException {
        assertEquals(List.of("nothing under load: it was never to be had"), found(503));
    }

    /** The second answer has a difference, the others don't. */
    private List<String> found(int status) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String differences = asked.incrementAndGet() == 2 ? "{\"userId\": \"u\"}" : "";
            byte[] body = ("{\"differences\": [" + differences + "]}").getBytes(UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
            Audits audits = new Audits(address, "token", Duration.ofMillis(1));
            Wait.until("some audits", Duration.ofSeconds(20), () -> asked.get() > 2);
            return audits.end();
        } finally {
            server.stop(0);
        }
    }
}
