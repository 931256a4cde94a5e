package dev.chatcredits.gateway.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.gateway.provider.ProviderCall;
import dev.chatcredits.gateway.provider.ProviderServer;
import dev.chatcredits.gateway.provider.Script;
import dev.chatcredits.gateway.testing.Chat;
import dev.chatcredits.gateway.testing.CreditPlatform;
import dev.chatcredits.gateway.testing.Tokens;
import dev.chatcredits.testing.Wire;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who goes away pays for what was asked of the provider; the provider is read to the end, within the limits. */
@QuarkusTest
@WithTestResource(CreditPlatform.class)
@SuppressWarnings("NullAway.Init") // Injected by CreditPlatform and Quarkus.
class CallerGoneTest {

    ProviderServer provider;
    Wire creditWire;

    @TestHTTPResource
    URI gateway;

    private final String user = Tokens.newUser();
    private final Chat pro = new Chat(Tokens.of(user, "pro_user"));

    /** Lesson litellm#14457. Fault B1. */
    @Test
    void anAnswerThatEndsAfterItsCallerLeftIsCharged() throws Exception {
        var gone = new CountDownLatch(1);
        provider.answerPrompt(user, call -> {
            call.streamHead();
            call.chunk(Script.event(Script.token("Because ")));
            gone.await();
            Thread.sleep(300);
            for (var chunk : Script.chunks("of ", "Rayleigh")) {
                call.chunk(Script.event(chunk));
            }
            call.chunk("data: [DONE]\n\n").end();
        });
        try (var caller = call("/api/chat", "")) {
            readUntil(caller, "Because ");
        }
        gone.countDown();
        Chat.await("charged", () -> pro.balance().path("used").asLong() == 2);
        assertEquals(0, pro.held());
    }

    /** Lesson litellm#13245. */
    @Test
    void soIsAWholeAnswer() throws Exception {
        var gone = new CountDownLatch(1);
        provider.answerPrompt(user, call -> {
            gone.await();
            Script.says("Because").play(call);
        });
        try (var caller = call("/v1/chat/completions", "")) {
            Chat.await("the provider is called", () -> callToProvider() != null);
            caller.getOutputStream().flush();
        }
        gone.countDown();
        Chat.await("charged", () -> pro.balance().path("used").asLong() == 2);
    }

    @Test
    void aProviderThatFailsMeanwhileIsNotPaid() throws Exception {
        var gone = new CountDownLatch(1);
        provider.answerPrompt(user, call -> {
            call.streamHead();
            call.chunk(Script.event(Script.token("Because ")));
            gone.await();
            Thread.sleep(300);
            call.reset();
        });
        try (var caller = call("/api/chat", "")) {
            readUntil(caller, "Because ");
            assertEquals(2, pro.held());
        }
        gone.countDown();
        Chat.await("given back", () -> pro.held() == 0);
        assertEquals(50, pro.remaining());
    }

    /** Lesson new-api#5235. */
    @Test
    void anAnswerWithoutEndIsBrokenOffAndCharged() throws Exception {
        provider.answerPrompt(user, Script.endless(20));
        try (var caller = call("/api/chat", "")) {
            readUntil(caller, "on ");
        }
        Chat.await("charged", () -> pro.balance().path("used").asLong() == 2);
        assertTrue(Objects.requireNonNull(callToProvider()).awaitClosedByClient());
    }

    @Test
    void whoLeavesBeforeTheProviderIsCalledPaysNothing() throws Exception {
        creditWire.delay(Duration.ofMillis(600));
        try {
            var caller = call("/api/chat", "");
            Chat.await("the hold is asked for", () -> creditWire.carried(user));
            caller.close();
            Thread.sleep(1_000);
        } finally {
            creditWire.delay(Duration.ZERO);
        }
        Chat.await("given back", () -> pro.held() == 0);
        assertEquals(50, pro.remaining());
        assertNull(callToProvider());
    }

    /** Fault B2. */
    @Test
    void whoDoesNotReadIsTreatedAsGone() throws Exception {
        var big = "x".repeat(8_000);
        provider.answerPrompt(user, call -> {
            call.streamHead();
            for (var i = 0; i < 2_000; i++) {
                call.chunk(Script.event(Script.token(big)));
            }
            call.chunk(Script.event(Script.finish("stop")))
                    .chunk("data: [DONE]\n\n")
                    .end();
        });
        try (var caller = call("/api/chat", "")) {
            readUntil(caller, "hold");
            Chat.await("charged all the same", () -> pro.balance().path("used").asLong() == 2);
            assertFalse(restOf(caller).contains("receipt"), "what is missing must not look complete");
        }
    }

    /** A caller on the bare socket, with a small window, who can be gone at any time. */
    private Socket call(String path, String more) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout(5_000);
        socket.connect(new InetSocketAddress(gateway.getHost(), gateway.getPort()));
        var body = "{\"model\":\"openai/gpt-5.1\",\"messages\":[{\"role\":\"user\",\"content\":\"" + user + "\"}]"
                + more + "}";
        var request = "POST " + path
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                + pro.token() + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        socket.getOutputStream().write(request.getBytes(UTF_8));
        return socket;
    }

    private static void readUntil(Socket caller, String text) throws IOException {
        var seen = new StringBuilder();
        var in = caller.getInputStream();
        while (seen.indexOf(text) < 0) {
            var next = in.read();
            if (next < 0) {
                throw new AssertionError("ended before " + text + ": " + seen);
            }
            seen.append((char) next);
        }
    }

    private static String restOf(Socket caller) {
        var seen = new StringBuilder();
        var bytes = new byte[64 * 1024];
        var end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        try {
            var in = caller.getInputStream();
            for (var count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                seen.append(new String(bytes, 0, count, UTF_8));
                if (System.nanoTime() > end) {
                    throw new AssertionError("the gateway still sends");
                }
            }
        } catch (IOException e) {
            // Reset by the gateway: one way to see that something is missing.
        }
        return seen.toString();
    }

    private @Nullable ProviderCall callToProvider() {
        return provider.calls().stream()
                .filter(call -> call.body().toString().contains(user))
                .findFirst()
                .orElse(null);
    }
}
