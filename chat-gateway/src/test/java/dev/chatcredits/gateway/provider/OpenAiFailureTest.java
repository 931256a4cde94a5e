package dev.chatcredits.gateway.provider;

import static dev.chatcredits.gateway.provider.ProviderFailure.Kind.BROKEN;
import static dev.chatcredits.gateway.provider.ProviderFailure.Kind.UNAVAILABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatcredits.gateway.provider.ProviderFailure.Kind;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that a provider can do wrong, over real HTTP; the tokens before it arrive all the same. */
class OpenAiFailureTest {

    private static final String TOKEN = Script.event(Script.token("a"));
    private static final String FINISH = Script.event(Script.finish("stop"));
    private static final String ERROR = "{\"error\":{\"code\":502,\"message\":\"upstream text\"}}";

    private static final Vertx VERTX = Vertx.vertx();
    private static final ProviderServer SERVER = ProviderServer.start();
    private static final Provider PROVIDER =
            TestRoutes.openAi(VERTX, SERVER.baseUrl(), "max-event-size=1K", "max-body-size=1K");

    @AfterAll
    static void stop() throws IOException {
        SERVER.close();
        VERTX.close();
    }

    @ParameterizedTest
    @CsvSource({
        "301, UNAVAILABLE", "307, UNAVAILABLE", "400, REFUSED", "401, UNAVAILABLE", "402, UNAVAILABLE", "403, REFUSED",
        "404, UNAVAILABLE", "408, UNAVAILABLE", "413, REFUSED", "422, REFUSED", "429, UNAVAILABLE", "500, UNAVAILABLE",
        "502, UNAVAILABLE", "503, UNAVAILABLE", "529, UNAVAILABLE"
    })
    void aStatusOtherThan2xxFailsBoth(int status, Kind kind) {
        SERVER.answer(Script.status(status));
        assertFails(kind, 0);
        assertWholeFails(kind);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectIsNotFollowed(int status) {
        var elsewhere = ProviderServer.start();
        SERVER.answer(call ->
                call.head(status, "Location: " + elsewhere.baseUrl() + "/chat/completions", "Content-Length: 0"));
        assertFails(UNAVAILABLE, 0);
        assertWholeFails(UNAVAILABLE);
        assertEquals(0, elsewhere.connectionCount());
    }

    @Test
    void anErrorChunkFails() {
        SERVER.answer(Script.pieces(TOKEN, "data: " + ERROR + "\n\n", "data: [DONE]\n\n"));
        assertBreaks(1, "The provider reported an error in place of an answer.");
    }

    /** Fault U3. */
    @Test
    void anErrorAsOpenRouterSendsItInTheMiddleFails() {
        SERVER.answer(Script.pieces(
                TOKEN,
                "data: {\"id\":\"g\",\"error\":{\"code\":\"server_error\",\"message\":\"x\"},"
                        + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"},\"finish_reason\":\"error\"}]}\n\n"));
        assertFails(BROKEN, 1);
        SERVER.answer(Script.pieces(TOKEN, Script.event(Script.finish("error")), "data: [DONE]\n\n"));
        assertFails(BROKEN, 1);
        SERVER.answer(Script.pieces(TOKEN, "data: {\"choices\":[],\"error\":{}}\n\n", FINISH, "data: [DONE]\n\n"));
        assertFails(BROKEN, 1);
    }

    @Test
    void anEventCalledErrorFails() {
        SERVER.answer(Script.pieces(TOKEN, "event: error\n" + TOKEN, FINISH, "data: [DONE]\n\n"));
        assertFails(BROKEN, 1);
    }

    @Test
    void aJsonBodyInPlaceOfTheStreamFails() {
        SERVER.answer(call -> call.whole(200, "application/json", ERROR));
        assertFails(BROKEN, 0);
        SERVER.answer(
                call -> call.whole(200, "application/json", Script.whole("a").toString()));
        assertFails(BROKEN, 0);
        SERVER.answer(call -> call.whole(200, "text/html", "<html>Welcome</html>"));
        assertFails(BROKEN, 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{\"choices\":[{\"del", "[]", "5", "null", "{\"choices\":[]} {}", "{\"detail\":\"oops\"}", "hello"
            })
    void aChunkThatIsNoneFails(String garbage) {
        SERVER.answer(Script.pieces(TOKEN, "data: " + garbage + "\n\n", FINISH, "data: [DONE]\n\n"));
        assertBreaks(1, "The provider sent something that is not an answer.");
        SERVER.answer(call -> call.whole(200, "application/json", garbage));
        assertWholeFails(BROKEN);
    }

    @Test
    void bytesThatAreNoUtf8Fail() {
        SERVER.answer(call -> call.streamHead()
                .chunk(TOKEN)
                .chunk(new byte[] {'d', 'a', 't', 'a', ':', '{', '"', (byte) 0xC3, '"', ':', '1', '}', '\n', '\n'})
                .end());
        assertFails(BROKEN, 1);
    }

    @Test
    void anEndWithoutFinishReasonFails() {
        SERVER.answer(Script.pieces(TOKEN, TOKEN));
        assertFails(BROKEN, 2);
        SERVER.answer(Script.pieces(TOKEN, "data: [DONE]\n\n"));
        assertFails(BROKEN, 1);
        SERVER.answer(Script.pieces(""));
        assertFails(BROKEN, 0);
    }

    @Test
    void anEmptyAnswerFails() {
        SERVER.answer(Script.says());
        assertFails(BROKEN, 3);
        assertWholeFails(BROKEN);
    }

    @Test
    void aConnectionThatDiesFails() {
        SERVER.answer(Script.diesAfter("a", "b"));
        assertFails(BROKEN, 2);
        SERVER.answer(call -> call.streamHead().chunk(TOKEN + FINISH).hangUp());
        assertFails(BROKEN, 2);
        SERVER.answer(call -> call.head(200, "Content-Type: application/json", "Content-Length: 1000")
                .raw("{\"choices\":")
                .hangUp());
        assertWholeFails(BROKEN);
    }

    @Test
    void aConnectionThatDiesBeforeTheAnswerIsUnavailable() {
        SERVER.answer(ProviderCall::reset);
        assertFails(UNAVAILABLE, 0);
        assertWholeFails(UNAVAILABLE);
        SERVER.answer(call -> call.raw("SSH-2.0-what\r\n").hangUp());
        assertFails(UNAVAILABLE, 0);
    }

    @Test
    void anEventOverTheLimitFailsWithoutWaitingForItsEnd() throws InterruptedException {
        SERVER.answer(call -> {
            call.streamHead().chunk(TOKEN).chunk("data: {\"x\":\"");
            while (!call.isClosedByClient()) {
                call.chunk("x".repeat(100));
            }
        });
        assertBreaks(1, "The provider sent an event that is too large.");
        assertTrue(SERVER.lastCall().awaitClosedByClient());
    }

    @Test
    void aWholeAnswerOverTheLimitFailsWithoutWaitingForItsEnd() throws InterruptedException {
        SERVER.answer(call -> {
            call.head(200, "Content-Type: application/json", "Transfer-Encoding: chunked");
            while (!call.isClosedByClient()) {
                call.chunk(" ".repeat(100));
            }
        });
        assertWholeFails(BROKEN);
        assertTrue(SERVER.lastCall().awaitClosedByClient());
    }

    @Test
    void aPortWithoutListenerIsUnavailable() throws IOException {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        assertFails(TestRoutes.openAi(VERTX, "http://127.0.0.1:" + port + "/v1"), UNAVAILABLE, 0);
        assertFails(TestRoutes.openAi(VERTX, "http://no-such-host.invalid/v1"), UNAVAILABLE, 0);
    }

    @Test
    void oneMoreThanTheConnectionsIsUnavailableAtOnce() {
        SERVER.answer(Script.hangsAfter("a"));
        var provider = TestRoutes.openAi(VERTX, SERVER.baseUrl(), "max-connections=1");
        var first = stream(provider).awaitItems(1, Duration.ofSeconds(10));
        assertFails(provider, UNAVAILABLE, 0);
        first.cancel();
    }

    /** For the reason that was there first: the end of the connection comes after it. */
    private static void assertBreaks(int tokensBefore, String message) {
        var stream = stream(PROVIDER).awaitFailure(Duration.ofSeconds(10));
        assertEquals(tokensBefore, stream.getItems().size());
        assertEquals(message, stream.getFailure().getMessage());
        assertKind(BROKEN, stream.getFailure());
    }

    private static void assertFails(Kind kind, int tokensBefore) {
        assertFails(PROVIDER, kind, tokensBefore);
    }

    private static void assertFails(Provider provider, Kind kind, int tokensBefore) {
        var stream = stream(provider).awaitFailure(Duration.ofSeconds(10));
        assertEquals(tokensBefore, stream.getItems().size());
        assertKind(kind, stream.getFailure());
    }

    private static void assertWholeFails(Kind kind) {
        var answer = PROVIDER.complete(TestRoutes.request("secret prompt", false))
                .onItem()
                .transform(Object.class::cast)
                .onFailure()
                .recoverWithItem(failure -> failure)
                .await()
                .atMost(Duration.ofSeconds(10));
        assertKind(kind, answer);
    }

    /** No text of the provider, no address, no cause that would have one. */
    private static void assertKind(Kind kind, Object failure) {
        var providerFailure = (ProviderFailure) failure;
        var message = String.valueOf(providerFailure.getMessage());
        assertEquals(kind, providerFailure.kind(), message);
        assertNull(providerFailure.getCause());
        assertTrue(message.matches("The provider[A-Za-z' ]+( \\(status \\d{3}\\))?\\."), message);
    }

    private static AssertSubscriber<ObjectNode> stream(Provider provider) {
        return provider.stream(TestRoutes.request("secret prompt", true))
                .subscribe()
                .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
    }
}
