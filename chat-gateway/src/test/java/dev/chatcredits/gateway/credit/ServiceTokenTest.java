package dev.chatcredits.gateway.credit;

import static java.time.ZoneOffset.UTC;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.chatcredits.gateway.testing.Chat;
import dev.chatcredits.gateway.testing.CreditPlatform;
import io.quarkus.oidc.client.OidcClient;
import io.quarkus.oidc.client.OidcClientException;
import io.quarkus.oidc.client.OidcClients;
import io.quarkus.oidc.client.runtime.OidcClientConfig;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Fault I1. A request for the gateway's own token that gets no answer is not the last one. */
@QuarkusTest
@WithTestResource(CreditPlatform.class)
@SuppressWarnings("NullAway.Init") // Injected by Quarkus.
class ServiceTokenTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final byte[] ANSWER =
            "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":3600}".getBytes(StandardCharsets.UTF_8);

    @Inject
    OidcClients clients;

    /** Else it would keep one of the few connections for ever. */
    @Test
    void everyRequestForATokenHasAnEnd() throws Exception {
        try (var silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                var client = client(silent.getLocalPort())) {
            assertThrows(
                    OidcClientException.class, () -> client.getTokens().await().atMost(LIMIT));
        }
    }

    @Test
    void anAnswerThatStopsInTheMiddleIsNotWaitedForForEver() throws Exception {
        var asked = new AtomicInteger();
        var over = new CountDownLatch(1);
        var provider = provider(exchange -> answer(exchange, asked.incrementAndGet() > 1, over));
        try (var client = client(provider.getAddress().getPort())) {
            var token = new ServiceToken(client, Clock.systemUTC(), () -> Duration.ofMillis(250));
            var together = IntStream.range(0, 10).mapToObj(i -> token.header()).toList();
            assertThrows(
                    RuntimeException.class,
                    () -> Uni.join().all(together).andCollectFailures().await().atMost(Duration.ofSeconds(10)));
            assertEquals(1, asked.get(), "those who come together share one request");
            assertEquals("Bearer a", token.header().await().atMost(LIMIT));
        } finally {
            over.countDown();
            provider.stop(0);
        }
    }

    /** Each call would ask again as soon as the last request has failed, and write a line about it. */
    @Test
    void aProviderThatIsDownIsNotAskedByEachCall() throws Exception {
        var asked = new AtomicInteger();
        var down = new AtomicBoolean();
        var later = new AtomicReference<>(Duration.ZERO);
        InstantSource clock = () -> Instant.now().plus(later.get());
        var provider = provider(exchange -> {
            var answer = new String(ANSWER, StandardCharsets.UTF_8).replace("\"a\"", "\"a" + asked.get() + "\"");
            asked.incrementAndGet();
            send(exchange, down.get() ? 503 : 200, answer.getBytes(StandardCharsets.UTF_8));
        });
        try (var client = client(provider.getAddress().getPort())) {
            var token = new ServiceToken(client, clock.withZone(UTC), () -> Duration.ofSeconds(10));
            assertEquals("Bearer a0", token.header().await().atMost(LIMIT));
            down.set(true);
            later.set(Duration.ofMinutes(40));
            var began = System.nanoTime();
            Chat.await("a renewal is tried, and calls go on", () -> {
                assertEquals("Bearer a0", token.header().await().atMost(LIMIT));
                return asked.get() >= 2
                        && System.nanoTime() - began > Duration.ofMillis(500).toNanos();
            });
            var seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
            assertTrue(asked.get() <= 3 + seconds, asked + " requests");
            down.set(false);
            Chat.await(
                    "it is renewed", () -> !token.header().await().atMost(LIMIT).equals("Bearer a0"));
        } finally {
            provider.stop(0);
        }
    }

    private static HttpServer provider(HttpHandler answers) throws IOException {
        var provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        provider.createContext("/token", answers);
        provider.start();
        return provider;
    }

    private static void send(HttpExchange exchange, int status, byte[] answer) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private OidcClient client(int port) {
        var url = "http://127.0.0.1:" + port;
        var config = OidcClientConfig.authServerUrl(url)
                .id("of port " + port)
                .tokenPath(url + "/token")
                .clientId("gateway")
                .credentials("secret")
                .build();
        return clients.newClient(config).await().atMost(LIMIT);
    }

    private static void answer(HttpExchange exchange, boolean whole, CountDownLatch over) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, ANSWER.length);
            exchange.getResponseBody().write(ANSWER, 0, whole ? ANSWER.length : 10);
            exchange.getResponseBody().flush();
            if (!whole) {
                over.await();
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
