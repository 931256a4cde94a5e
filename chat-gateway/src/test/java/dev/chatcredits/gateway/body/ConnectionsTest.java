package dev.chatcredits.gateway.body;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.gateway.testing.Chat;
import dev.chatcredits.gateway.testing.CreditPlatform;
import dev.chatcredits.gateway.testing.OtherSettings;
import dev.chatcredits.testing.RawHttp;
import dev.chatcredits.testing.RawHttp.Answers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What the README says of {@code quarkus.http.limits.max-connections}: it bounds the connections on which something was asked. One whose
 * first head never ends isn't counted.
 */
@QuarkusTest
@TestProfile(OtherSettings.class)
@WithTestResource(CreditPlatform.class)
@SuppressWarnings("NullAway.Init") // Injected by Quarkus.
class ConnectionsTest {

    @TestHTTPResource
    URI gateway;

    @Test
    void moreConnectionsThanAreAllowedAreClosedUntilOthersHaveGone() throws Exception {
        var open = new ArrayList<RawHttp>();
        try {
            var answer = ask(open);
            while (answer.status() == 200 && open.size() <= OtherSettings.CONNECTIONS) {
                answer = ask(open);
            }
            assertEquals(new Answers("", true), answer, open.size() + " connections");
            // Some may be left of other tests.
            assertTrue(open.size() > OtherSettings.CONNECTIONS / 2);
        } finally {
            open.forEach(RawHttp::close);
        }
        Chat.await("there is room again", this::isAnswered);
    }

    private boolean isAnswered() {
        var one = new ArrayList<RawHttp>();
        try {
            return ask(one).status() == 200;
        } finally {
            one.forEach(RawHttp::close);
        }
    }

    /** On one more connection, which stays open. */
    private Answers ask(List<RawHttp> open) {
        open.add(RawHttp.to(gateway.getPort()));
        open.getLast().send("GET /q/health/live HTTP/1.1\r\nHost: a\r\n\r\n");
        return open.getLast().read(text -> text.endsWith("}"));
    }
}
