package dev.chatcredits.gateway.identity;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.gateway.testing.Chat;
import dev.chatcredits.gateway.testing.CreditPlatform;
import dev.chatcredits.gateway.testing.Tokens;
import dev.chatcredits.testing.OddTokens;
import dev.chatcredits.testing.SigningKeys;
import dev.chatcredits.testing.Wire;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where the keys come from by which tokens are verified: the provider, seldom, and not at all while it is away. */
@QuarkusTest
@WithTestResource(CreditPlatform.class)
@SuppressWarnings("NullAway.Init") // Injected by CreditPlatform.
class KeysTest {

    private final SigningKeys keys = SigningKeys.shared();
    private final OddTokens odd = new OddTokens(keys, "chat-gateway");
    private final String before = keys.current();

    Wire keysWire;

    @AfterEach
    void asBefore() throws Exception {
        keysWire.heal();
        if (!keys.current().equals(before)) {
            keys.restore(before);
        }
        Chat.await("the first key is known", () -> status(token()) == 200);
    }

    /** Fault I2. The interval of refreshing is a second here: a flood must cost the provider no more than one call in each. */
    @Test
    void aFloodOfUnknownKeyIdsDoesNotReachTheProvider() throws Exception {
        var good = token();
        // Not the first call of all: REST-assured's waits for a thread of the pool in which the flood runs.
        assertEquals(200, status(good));
        keysWire.count("/demo/jwks");
        var begun = System.nanoTime();
        IntStream.range(0, 400)
                .parallel()
                .forEach(i ->
                        assertEquals(401, status(odd.withKeyId(UUID.randomUUID().toString(), ""))));
        var seconds = (System.nanoTime() - begun) / 1_000_000_000;
        assertEquals(200, status(good));
        // Requests of the same moment may each find that it is time.
        assertTrue(keysWire.counted() <= 4 * (seconds + 1), keysWire.counted() + " calls in " + seconds + " s");
        assertTrue(keysWire.counted() > 0, "the wire is where keys are asked for");
    }

    /** Fault I2. */
    @Test
    void aNewKeyIsKnownWithItsFirstTokenAndTheOldOneForAsLongAsItIsPublished() throws Exception {
        var old = token();
        keys.rotate();
        var fresh = token();
        Chat.await("the new key is known", () -> status(fresh) == 200);
        assertEquals(200, status(old), "the old key is still published");
        keys.rotate();
        var newest = token();
        Chat.await("the newest key is known", () -> status(newest) == 200);
        assertEquals(200, status(fresh), "the key before is still published");
        assertEquals(401, status(old), "the first key is not");
    }

    /** Fault I1. */
    @Test
    void withoutTheProviderKnownKeysGoOnAndUnknownOnesAreRefused() throws Exception {
        keysWire.refuse();
        assertEquals(200, status(token()));
        assertEquals(401, status(odd.withKeyId("unknown", "")));
        keysWire.heal();
        keysWire.swallowAnswers();
        keysWire.count("/demo/jwks");
        Chat.await("the provider is asked again, in vain", () -> {
            assertEquals(401, status(odd.withKeyId("unknown", "")));
            return keysWire.counted() > 0;
        });
        assertEquals(200, status(token()));
        keys.rotate();
        assertEquals(401, status(token()));
        keysWire.heal();
        Chat.await("the new key is known when the provider is back", () -> status(token()) == 200);
    }

    private static String token() {
        return Tokens.of("keys", "pro_user");
    }

    private static int status(String token) {
        return given().auth().oauth2(token).get("/api/credits").statusCode();
    }
}
