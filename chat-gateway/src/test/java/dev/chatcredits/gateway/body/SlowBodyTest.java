package dev.chatcredits.gateway.body;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.gateway.provider.ProviderServer;
import dev.chatcredits.gateway.testing.Chat;
import dev.chatcredits.gateway.testing.CreditPlatform;
import dev.chatcredits.gateway.testing.OtherSettings;
import dev.chatcredits.gateway.testing.Tokens;
import dev.chatcredits.gateway.testing.Way;
import dev.chatcredits.testing.RawHttp;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who sends a body drop by drop holds a connection as long as {@code gateway.body.timeout} says, and nothing else. */
@QuarkusTest
@TestProfile(OtherSettings.class)
@WithTestResource(CreditPlatform.class)
@SuppressWarnings("NullAway.Init") // Injected by CreditPlatform and Quarkus.
class SlowBodyTest {

    ProviderServer provider;

    @TestHTTPResource
    URI gateway;

    private final String user = Tokens.newUser();
    private final Chat pro = new Chat(Tokens.sign(Tokens.ofClerk(user)));

    @Test
    @Tag("long")
    void aBodyThatDripsIsNotWaitedForLong() throws Exception {
        var drips = Arrays.stream(Way.values()).map(this::drip).toList();
        try {
            for (var drip : drips) {
                var answer = drip.read(text -> false);
                assertEquals(400, answer.status(), answer.text());
                assertTrue(answer.text().contains("did not arrive in time"), answer.text());
                assertTrue(answer.closed());
            }
        } finally {
            drips.forEach(RawHttp::close);
        }
        assertEquals(50, pro.remaining());
        assertEquals(0, pro.held());
        assertEquals(0, provider.callsWith(user).size());
    }

    /** One that would be a good one in the end, and of which something comes again and again. */
    private RawHttp drip(Way way) {
        var body = way.body(user);
        var connection = RawHttp.to(gateway.getPort());
        connection.send("POST " + way.path() + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + pro.token()
                + "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n");
        Thread.startVirtualThread(() -> drip(connection, body + " ".repeat(1_000 - body.length())));
        return connection;
    }

    private static void drip(RawHttp connection, String body) {
        try {
            for (var i = 0; i < body.length() && connection.send(body.substring(i, i + 1)); i++) {
                Thread.sleep(100);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
