package dev.chatcredits.gateway.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes out: to the operator's address only, with the operator's key only, and nothing of it into a log. */
class OpenAiRequestTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Vertx vertx = Vertx.vertx();
    private final ProviderServer server = ProviderServer.start();
    private final Provider provider = provider();

    @AfterEach
    void stop() throws IOException {
        server.close();
        vertx.close();
    }

    @Test
    void aWholeAnswerIsGivenOnAsItCame() {
        var answer = Script.whole("Grüße", " 🌍").put("x_new", 1);
        // OpenRouter keeps the connection awake with blanks while the model thinks.
        server.answer(call -> call.whole(200, "application/json", " \n \n" + answer));
        assertEquals(answer, complete(provider, TestRoutes.request("Hi", false)));
    }

    @Test
    void wholeAnswersKeepTheirConnection() {
        for (var i = 0; i < 20; i++) {
            complete(provider, TestRoutes.request("Hi", false));
        }
        assertEquals(1, server.connectionCount());
    }

    @Test
    void theRequestIsGivenOnAsItIsWithTheOperatorsKeyAndHeaders() {
        var request = TestRoutes.request("Grüße 🌍", false).put("temperature", 0.7);
        request.putObject("x_unknown").putArray("a").add(1);
        complete(provider("headers.X-Title=Chat", "headers.HTTP-Referer=https://chat.example"), request);
        var call = server.lastCall();
        assertEquals("POST /v1/chat/completions HTTP/1.1", call.requestLine());
        assertEquals(request, call.body());
        assertEquals("127.0.0.1:" + server.port(), call.headers().get("host"));
        assertEquals("Bearer key-of-test", call.headers().get("authorization"));
        assertEquals("application/json", call.headers().get("content-type"));
        assertEquals("application/json", call.headers().get("accept"));
        assertEquals("Chat", call.headers().get("x-title"));
        assertEquals("https://chat.example", call.headers().get("http-referer"));
        assertFalse(call.headers().containsKey("accept-encoding"));
    }

    @Test
    void aStreamIsAskedForAsOne() {
        provider.stream(TestRoutes.request("Hi", true))
                .collect()
                .asList()
                .await()
                .atMost(LIMIT);
        assertEquals("text/event-stream", server.lastCall().headers().get("accept"));
    }

    /** What litellm and others once took from the body (litellm#37053, #24952) is content here, nothing more. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "base_url",
                "api_base",
                "url",
                "host",
                "endpoint",
                "api_key",
                "key",
                "authorization",
                "headers",
                "extra_headers",
                "custom_llm_provider",
                "provider",
                "proxy",
                "model_list"
            })
    void noFieldOfARequestChoosesAddressOrKey(String field) {
        var elsewhere = ProviderServer.start();
        complete(provider, TestRoutes.request("Hi", false).put(field, elsewhere.baseUrl()));
        assertEquals(List.of(), elsewhere.calls());
        assertEquals("Bearer key-of-test", server.lastCall().headers().get("authorization"));
        assertEquals(1, server.calls().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../admin", "http://evil.example/x", "a?b=c#d", "a\r\nHost: evil"})
    void noNameOfAModelChoosesThePath(String model) {
        complete(provider, TestRoutes.request("Hi", false).put("model", model));
        assertEquals("POST /v1/chat/completions HTTP/1.1", server.lastCall().requestLine());
    }

    @Test
    void noLogHasAKeyAPromptAnAddressOrTheProvidersText() {
        try (var log = LogRecorder.start()) {
            for (var script : List.<Script>of(
                    Script.status(401),
                    Script.status(500),
                    Script.says(),
                    ProviderCall::reset,
                    Script.pieces("data: {\"error\":{\"message\":\"upstream text\"}}\n\n"),
                    Script.pieces("data: upstream text\n\n"),
                    call -> call.raw("UPSTREAM-TEXT\r\n\r\n").hangUp(),
                    Script.diesAfter("upstream text"))) {
                server.answer(script);
                fails(provider.stream(TestRoutes.request("secret prompt", true))
                        .collect()
                        .asList());
                fails(provider.complete(TestRoutes.request("secret prompt", false)));
            }
            fails(TestRoutes.openAi(vertx, "http://no-such-host.invalid/v1")
                    .complete(TestRoutes.request("secret prompt", false)));
            // The resolver's own debug lines say which name they look up, which is what they are for.
            var text = log.text().replaceAll("DEBUG io.netty.resolver.dns[^\\n]*\\n(\\t[^\\n]*\\n)*", "");
            assertTrue(text.contains("test answered with status 401"), text);
            assertTrue(text.contains("test can't be reached: UnknownHostException"), text);
            var secret = Pattern.compile("(?i)key-of-test|secret prompt|upstream.text|127\\.0\\.0\\.1|no-such-host");
            assertFalse(secret.matcher(text).find(), text);
        }
    }

    @Test
    void aCertificateThatNobodyVouchesForIsNotTrusted(@TempDir Path folder) throws Exception {
        try (var tls = ProviderServer.on(
                        selfSigned(folder).getServerSocketFactory().createServerSocket(0));
                var log = LogRecorder.start()) {
            var untrusted = TestRoutes.openAi(vertx, "https://localhost:" + tls.port() + "/v1");
            var failure =
                    assertThrows(ProviderFailure.class, () -> complete(untrusted, TestRoutes.request("Hi", false)));
            assertEquals(ProviderFailure.Kind.UNAVAILABLE, failure.kind());
            assertEquals(List.of(), tls.calls());
            assertTrue(log.text().contains("test can't be reached: SSLHandshakeException"), log.text());
        }
    }

    private Provider provider(String... more) {
        return TestRoutes.openAi(vertx, server.baseUrl(), more);
    }

    private static ObjectNode complete(Provider provider, ObjectNode request) {
        return provider.complete(request).await().atMost(LIMIT);
    }

    private static void fails(Uni<?> answer) {
        assertThrows(ProviderFailure.class, () -> answer.await().atMost(LIMIT));
    }

    private static SSLContext selfSigned(Path folder) throws Exception {
        var store = folder.resolve("keys.p12");
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var made = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storepass",
                        "password",
                        "-alias",
                        "a",
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        assertEquals(0, made);
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(store)) {
            keys.load(in, "password".toCharArray());
        }
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "password".toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
