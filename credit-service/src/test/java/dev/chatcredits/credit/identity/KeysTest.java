package dev.chatcredits.credit.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.credit.support.Await;
import dev.chatcredits.credit.support.RealParts;
import dev.chatcredits.credit.support.Routes;
import dev.chatcredits.credit.support.Tokens;
import dev.chatcredits.testing.OddTokens;
import dev.chatcredits.testing.SigningKeys;
import dev.chatcredits.testing.Wire;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where the keys come from by which tokens are verified: the provider, seldom, and not at all while it is away. */
@QuarkusTest
@TestProfile(RealParts.class)
@SuppressWarnings("NullAway.Init") // Injected by OidcResource.
class KeysTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final SigningKeys keys = SigningKeys.shared();
    private final OddTokens odd = new OddTokens(keys, "credit-service");
    private final String before = keys.current();

    Wire keysWire;

    @AfterEach
    void asBefore() {
        keysWire.heal();
        if (!keys.current().equals(before)) {
            keys.restore(before);
        }
        Await.until("the first key is known", () -> status(Tokens.SERVICE) == 200);
    }

    /** Fault I2. The interval of refreshing is a second here: a flood must cost the provider no more than one call in each. */
    @Test
    void aFloodOfUnknownKeyIdsDoesNotReachTheProvider() {
        // Not the first call of all: REST-assured's waits for a thread of the pool in which the flood runs.
        assertEquals(200, status(Tokens.SERVICE));
        keysWire.count("/demo/jwks");
        long begun = System.nanoTime();
        IntStream.range(0, 400)
                .parallel()
                .forEach(i ->
                        assertEquals(401, status(odd.withKeyId(UUID.randomUUID().toString(), ""))));
        long seconds = (System.nanoTime() - begun) / 1_000_000_000;
        assertEquals(200, status(Tokens.SERVICE));
        // Requests of the same moment may each find that it is time.
        assertTrue(keysWire.counted() <= 4 * (seconds + 1), keysWire.counted() + " calls in " + seconds + " s");
        assertTrue(keysWire.counted() > 0, "the wire is where keys are asked for");
    }

    /** Fault I2. */
    @Test
    void aNewKeyIsKnownWithItsFirstTokenAndTheOldOneForAsLongAsItIsPublished() {
        String old = token();
        keys.rotate();
        String fresh = token();
        Await.until("the new key is known", () -> status(fresh) == 200);
        assertEquals(200, status(old), "the old key is still published");
        keys.rotate();
        String newest = token();
        Await.until("the newest key is known", () -> status(newest) == 200);
        assertEquals(200, status(fresh), "the key before is still published");
        assertEquals(401, status(old), "the first key is not");
    }

    /** Fault I1. */
    @Test
    void withoutTheProviderKnownKeysGoOnAndUnknownOnesAreRefused() {
        keysWire.refuse();
        assertEquals(200, status(token()));
        assertEquals(401, status(odd.withKeyId("unknown", "")));
        keysWire.heal();
        keysWire.swallowAnswers();
        keysWire.count("/demo/jwks");
        Await.until("the provider is asked again, in vain", () -> {
            assertEquals(401, status(odd.withKeyId("unknown", "")));
            return keysWire.counted() > 0;
        });
        assertEquals(200, status(token()));
        keys.rotate();
        assertEquals(401, status(token()));
        keysWire.heal();
        Await.until("the new key is known when the provider is back", () -> status(token()) == 200);
    }

    /** Fault I1. Else each such call would keep one of the few connections, and its caller waiting, for ever. */
    @Test
    void whoCallsWhileTheProviderHangsIsAnswered() {
        keysWire.count("/demo/jwks");
        keys.oidc().pause();
        try {
            assertTimeoutPreemptively(
                    LIMIT,
                    () -> Await.until("the provider is asked, in vain", () -> {
                        assertEquals(401, status(odd.withKeyId("unknown", "")));
                        return keysWire.counted() > 0;
                    }));
        } finally {
            keys.oidc().resume();
        }
    }

    private static String token() {
        return Tokens.withRoles("credits-service");
    }

    private static int status(String token) {
        return Routes.with(token).get(Routes.CATALOG).statusCode();
    }
}
