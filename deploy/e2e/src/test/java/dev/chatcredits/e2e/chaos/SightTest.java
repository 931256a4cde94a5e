package dev.chatcredits.e2e.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatcredits.e2e.Sse;
import dev.chatcredits.e2e.chaos.Ask.Prompt;
import dev.chatcredits.e2e.chaos.Observed.Ending;
import org.junit.jupiter.api.Test;

/** A client must not believe in an ending that isn't one. */
class SightTest {

    private static final Sse LAST_WORD = new Sse("delta", "{\"text\":\"demo.)\"}");
    private static final Sse RECEIPT = new Sse("receipt", "{\"generationId\":\"g\",\"charged\":2}");

    private final Sight sight = new Sight(Case.prompted(Prompt.PLAIN), "u", new Watch());

    @Test
    void receiptAfterTheLastWordIsComplete() {
        sight.see(LAST_WORD);
        sight.see(RECEIPT);
        assertEquals(Ending.COMPLETE, sight.observed().ending());
        assertEquals(2, sight.observed().charged());
    }

    @Test
    void receiptWithoutTheLastWordIsOdd() {
        sight.see(new Sse("delta", "{\"text\":\"You \"}"));
        sight.see(RECEIPT);
        assertEquals(Ending.ODD, sight.observed().ending());
    }

    @Test
    void bodyWithoutTheLastWordIsOdd() {
        sight.whole(2, "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"You \"}}]}");
        assertEquals(Ending.ODD, sight.observed().ending());
    }

    @Test
    void bodyWithTheLastWordIsComplete() {
        sight.whole(2, "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"You … demo.)\"}}]}");
        assertEquals(Ending.COMPLETE, sight.observed().ending());
    }
}
