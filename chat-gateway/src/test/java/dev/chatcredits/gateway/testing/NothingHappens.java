package dev.chatcredits.gateway.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatcredits.gateway.provider.ProviderServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** For tests of requests that are refused: after each of them nothing was charged, nothing is held and no provider was called. */
@SuppressWarnings("NullAway.Init") // Injected by CreditPlatform.
public abstract class NothingHappens {

    protected ProviderServer provider;

    /** Somebody with 50 credits. */
    protected final Chat pro = new Chat(Tokens.of(Tokens.newUser(), "pro_user"));

    private int callsBefore;

    @BeforeEach
    protected void count() {
        callsBefore = provider.calls().size();
    }

    @AfterEach
    protected void nothingHappened() {
        assertEquals(50, pro.remaining());
        assertEquals(0, pro.held());
        assertEquals(callsBefore, provider.calls().size());
    }
}
