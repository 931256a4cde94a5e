package dev.chatcredits.credit.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.credit.support.Await;
import dev.chatcredits.credit.support.Fresh;
import dev.chatcredits.credit.support.RealParts;
import dev.chatcredits.credit.support.Routes;
import dev.chatcredits.credit.support.Tokens;
import dev.chatcredits.testing.Http2Caller;
import dev.chatcredits.testing.Http2Caller.Exchange;
import dev.chatcredits.testing.RawHttp;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.StreamResetException;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** By HTTP/2 one connection carries the calls of many: what is wrong with one of them ends none but that one. */
@QuarkusTest
@TestProfile(RealParts.class)
@SuppressWarnings("NullAway.Init") // Injected by Quarkus.
class Http2Test {

    private static final String MINE = "Bearer " + Tokens.SERVICE;
    private static final String JSON = "application/json";

    /** RFC 9113, 7. */
    private static final long CANCEL = 8;

    @TestHTTPResource
    URI service;

    @Inject
    Vertx vertx;

    private final String path = Routes.release(Fresh.generation());
    private final String body = "{\"userId\":\"" + Fresh.user() + "\"}";
    private final String length = Integer.toString(body.length());
    private Http2Caller caller;

    @BeforeEach
    void callsByHttp2() {
        caller = new Http2Caller(vertx, service);
    }

    @AfterEach
    void onOneConnection() {
        caller.close();
        assertEquals(1, caller.connections());
    }

    @Test
    void whatIsRefusedEndsNoOtherCall() throws Exception {
        Exchange running = begun();
        Exchange basic = begin(Map.of("Authorization", "Basic x", "Content-Type", JSON, "Content-Length", length));
        Exchange untyped = begin(Map.of("Authorization", MINE, "Content-Length", length));
        Exchange tooLarge = begin(Map.of("Authorization", MINE, "Content-Type", JSON, "Content-Length", "65537"));
        Exchange endless = begin(Map.of("Authorization", MINE, "Content-Type", JSON));
        refused(401, basic);
        refused(415, untyped);
        refused(413, tooLarge);
        refused(411, endless);
        for (Exchange unfinished : List.of(basic, untyped, tooLarge, endless)) {
            Await.until("its body is read no more", unfinished::isReset);
        }
        endsWell(running);
    }

    /** By HTTP/1.1 the connection ends, by HTTP/2 the call. */
    @Test
    @Tag("long")
    void aBodyThatDoesNotComeIsNotWaitedForLong() throws Exception {
        Exchange slow = begun();
        try (RawHttp connection = RawHttp.to(service.getPort())) {
            connection.send("POST " + path + " HTTP/1.1\r\nHost: a\r\nAuthorization: " + MINE + "\r\nContent-Type: "
                    + JSON + "\r\nContent-Length: " + length + "\r\n\r\n{");
            assertTrue(connection.read(Duration.ofMillis(300)).closed());
        }
        ExecutionException cut = assertThrows(ExecutionException.class, slow::head);
        assertEquals(
                CANCEL,
                assertInstanceOf(StreamResetException.class, cut.getCause()).getCode());
        endsWell(begun());
    }

    private Exchange begun() throws Exception {
        return begin(Map.of("Authorization", MINE, "Content-Type", JSON, "Content-Length", length));
    }

    private Exchange begin(Map<String, String> headers) throws Exception {
        return caller.begin(HttpMethod.POST, path, headers).send("{");
    }

    private void endsWell(Exchange begun) throws Exception {
        begun.end(body.substring(1));
        assertEquals(200, begun.head().statusCode());
        assertTrue(begun.all().contains("RELEASED"));
    }

    private static void refused(int status, Exchange exchange) throws Exception {
        assertEquals(status, exchange.head().statusCode());
        assertNull(exchange.head().getHeader("Connection"), "RFC 9113, 8.2.2");
        assertTrue(exchange.all().contains("\"code\""));
    }
}
