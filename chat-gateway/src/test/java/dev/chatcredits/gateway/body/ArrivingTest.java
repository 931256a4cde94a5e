package dev.chatcredits.gateway.body;

import dev.chatcredits.gateway.testing.Chat;
import dev.chatcredits.gateway.testing.CreditPlatform;
import dev.chatcredits.gateway.testing.Tokens;
import dev.chatcredits.testing.RawHttp;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who begins many bodies and ends none takes the gateway from nobody else, and does not fill its memory. */
@QuarkusTest
@WithTestResource(CreditPlatform.class)
@SuppressWarnings("NullAway.Init") // Injected by Quarkus.
class ArrivingTest {

    private static final int LIMIT = 1024 * 1024;

    @TestHTTPResource
    URI gateway;

    private final Chat pro = new Chat(Tokens.of(Tokens.newUser(), "pro_user"));
    private final Chat other = new Chat(Tokens.of(Tokens.newUser(), "pro_user"));
    private final List<RawHttp> begun = new ArrayList<>();

    @AfterEach
    void thereIsRoomAgain() throws Exception {
        begun.forEach(RawHttp::close);
        awaitCode("INVALID_REQUEST", pro);
    }

    @Test
    void nobodyHasMoreThanFiftyBodiesUnderWay() throws Exception {
        for (var i = 0; i < 50; i++) {
            begin(
                    pro,
                    List.of("/api/chat", "/v1/chat/completions", "/api/checkout")
                            .get(i % 3),
                    10);
        }
        awaitCode("RATE_LIMITED", pro);
        awaitCode("INVALID_REQUEST", other);
    }

    @Test
    void allTogetherAreNoMoreThanTheMemoryThatIsForThem() throws Exception {
        for (var i = 0; i < 64; i++) {
            begin(i % 2 == 0 ? pro : other, "/v1/chat/completions", LIMIT - 1);
        }
        awaitCode("OVERLOADED", pro);
    }

    /** Of a body that makes no sense, if it is read. */
    private static void awaitCode(String code, Chat person) throws Exception {
        var body = "{\"model\":\"" + "x".repeat(100) + "\"}";
        Chat.await(
                code,
                () -> person.request().body(body).post("/api/chat").path("code").equals(code));
    }

    private void begin(Chat person, String path, int bytes) {
        var connection = RawHttp.to(gateway.getPort());
        begun.add(connection);
        connection.send("POST " + path + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + person.token()
                + "\r\nContent-Type: application/json\r\nContent-Length: " + LIMIT + "\r\n\r\n" + " ".repeat(bytes));
    }
}
