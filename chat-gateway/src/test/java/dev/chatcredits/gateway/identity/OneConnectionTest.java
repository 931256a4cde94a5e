package dev.chatcredits.gateway.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.gateway.testing.Chat;
import dev.chatcredits.gateway.testing.CreditPlatform;
import dev.chatcredits.gateway.testing.Tokens;
import dev.chatcredits.testing.Http2Caller;
import dev.chatcredits.testing.RawHttp;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Behind a proxy the requests of many people come over one connection: it remembers nobody. */
@QuarkusTest
@WithTestResource(CreditPlatform.class)
@SuppressWarnings("NullAway.Init") // Injected by Quarkus.
class OneConnectionTest {

    private static final int ROUNDS = Integer.getInteger("rounds", 20);
    private static final List<String> PATHS = List.of("/api/credits", "/api/me", "/api/credits/history");

    @TestHTTPResource
    URI gateway;

    @Inject
    Vertx vertx;

    private final Person ada = new Person();
    private final Person ben = new Person();

    /** Somebody, and what all that they are shown has in it and nobody else's. */
    private static final class Person {
        private final String user = Tokens.newUser();
        private final Chat chat = new Chat(Tokens.of(user, "pro_user"));
        private String generation = "";

        void asks() {
            generation = chat.ask("x-ai/grok-4.1-fast", "Hi")
                    .then()
                    .statusCode(200)
                    .extract()
                    .header("X-Generation-Id");
        }

        private void isShown(String text, Person other) {
            assertTrue(text.contains(user) || text.contains(generation), text);
            assertFalse(text.contains(other.user) || text.contains(other.generation), text);
        }
    }

    @BeforeEach
    void bothHaveAHistory() throws Exception {
        ada.asks();
        ben.asks();
        for (var person : List.of(ada, ben)) {
            Chat.await("charged", () -> person.chat.balance().path("used").asLong() == 1);
        }
    }

    @Test
    void byHttp11EachRequestIsOfItsOwnPerson() {
        try (var connection = RawHttp.to(gateway.getPort())) {
            for (var round = 0; round < ROUNDS; round++) {
                ada.isShown(get(connection, round, ada, 200), ben);
                ben.isShown(get(connection, round + 1, ben, 200), ada);
                var nobody = get(connection, round, null, 401);
                assertFalse(nobody.contains(ada.user) || nobody.contains(ben.user), nobody);
            }
        }
    }

    @Test
    void byHttp2EachRequestIsOfItsOwnPerson() throws Exception {
        try (var caller = new Http2Caller(vertx, gateway)) {
            for (var round = 0; round < ROUNDS; round++) {
                var hers = get(caller, round, Map.of("Authorization", "Bearer " + ada.chat.token()));
                var his = get(caller, round + 1, Map.of("Authorization", "Bearer " + ben.chat.token()));
                var nobodys = get(caller, round, Map.of());
                ada.isShown(hers.all(), ben);
                ben.isShown(his.all(), ada);
                assertEquals(401, nobodys.head().statusCode());
            }
            assertEquals(1, caller.connections());
        }
    }

    private static String get(RawHttp connection, int round, @Nullable Person person, int status) {
        var token = person == null ? "" : "Authorization: Bearer " + person.chat.token() + "\r\n";
        connection.send("GET " + path(round) + " HTTP/1.1\r\nHost: a\r\n" + token + "\r\n");
        var answer = connection.read(OneConnectionTest::isWhole);
        assertEquals(status, answer.status(), answer.text());
        return answer.text();
    }

    private static Http2Caller.Exchange get(Http2Caller caller, int round, Map<String, String> headers)
            throws Exception {
        var exchange = caller.begin(HttpMethod.GET, path(round), headers);
        exchange.end("");
        return exchange;
    }

    private static String path(int round) {
        return PATHS.get(round % PATHS.size());
    }

    /** Our answers to these are one JSON object with a length. */
    private static boolean isWhole(String text) {
        var parts = text.split("\r\n\r\n", 2);
        return parts.length == 2
                && parts[1].length()
                        >= Integer.parseInt(parts[0].replaceFirst("(?is).*\ncontent-length: *(\\d+).*", "$1"));
    }
}
