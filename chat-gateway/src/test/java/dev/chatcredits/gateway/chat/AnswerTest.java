package dev.chatcredits.gateway.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatcredits.gateway.completion.Usage;
import dev.chatcredits.gateway.provider.ProviderFailure;
import dev.chatcredits.gateway.provider.Script;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class AnswerTest {

    private final Answer answer = new Answer("public-model", 10_000);

    @Test
    void theRoleWaitsForTheFirstToken() {
        var chunks = Script.chunks("Hello", " world");
        assertEquals(List.of(), answer.take(chunks.get(0)));
        assertFalse(answer.begun());
        assertEquals(2, answer.take(chunks.get(1)).size());
        assertTrue(answer.begun());
        assertEquals(1, answer.take(chunks.get(2)).size());
    }

    @Test
    void finishReasonAndUsageWaitForTheSettlement() {
        var passedOn = passOn(Script.chunks("Hello", " world"));
        assertEquals(3, passedOn.size());
        assertEquals(2, answer.last().size());
        assertEquals("stop", answer.finishReason());
        assertEquals(new Usage(12, 2, Usage.Source.PROVIDER), answer.usage(() -> 0));
    }

    @Test
    void theUpstreamsNameForTheModelIsNotPassedOn() {
        for (var chunk : passOn(Script.chunks("Hello"))) {
            assertEquals("public-model", chunk.path("model").asText());
        }
        answer.last()
                .forEach(chunk ->
                        assertEquals("public-model", chunk.path("model").asText()));
    }

    @Test
    void aCallOfAToolIsAToken() {
        var chunk = Script.token("");
        ((ObjectNode) chunk.at("/choices/0/delta"))
                .putArray("tool_calls")
                .addObject()
                .put("id", "call-1");
        assertEquals(1, answer.take(chunk).size());
        assertTrue(answer.begun());
    }

    @Test
    void anAnswerInOneChunkIsATokenThatWaits() {
        var chunk = Script.finish("stop");
        ((ObjectNode) chunk.at("/choices/0/delta")).put("content", "Yes.");
        assertEquals(List.of(), answer.take(chunk));
        assertTrue(answer.begun());
        assertEquals(1, answer.last().size());
    }

    @Test
    void aReasonOfTheProvidersOwnMayBeAnythingAndGoesIntoNoEvent() {
        passOn(List.of(Script.token("Hello"), Script.finish("because you said so")));
        assertEquals("other", answer.finishReason());
    }

    @Test
    void whatComesBeforeTheFirstTokenIsBounded() {
        assertThrows(ProviderFailure.class, () -> takeOften(Script.token("")));
    }

    @Test
    void whatComesAfterTheFinishReasonIsBounded() {
        answer.take(Script.token("Hello"));
        assertThrows(ProviderFailure.class, () -> takeOften(Script.finish("stop")));
    }

    /** What is passed on doesn't wait. */
    @Test
    void anAnswerCanBeAsLongAsItWants() {
        takeOften(Script.token("more"));
    }

    @Test
    void usageThatIsNotToldIsEstimated() {
        passOn(List.of(Script.token("four"), Script.token("more!"), Script.finish("stop")));
        assertEquals(new Usage(5, 3, Usage.Source.ESTIMATED), answer.usage(() -> 20));
    }

    @Test
    void usageWithinAChunkIsNotPassedOnEarly() {
        var chunk = Script.token("Hello");
        chunk.set("usage", Script.usage(1).get("usage"));
        assertFalse(answer.take(chunk).getFirst().has("usage"));
    }

    /** Whatever the order and the kind of chunks: nothing is lost, and nothing that says "complete" goes out before its time. */
    @Property(tries = 2000)
    void nothingIsLostAndNothingEndsEarly(@ForAll("streams") List<ObjectNode> stream) {
        var fresh = new Answer("m", 10_000);
        var passedOn = new ArrayList<ObjectNode>();
        var texts = new StringBuilder();
        stream.forEach(chunk -> texts.append(text(chunk)));
        for (var chunk : stream) {
            var begunBefore = fresh.begun();
            var now = fresh.take(chunk);
            passedOn.addAll(now);
            assertTrue(fresh.begun() || now.isEmpty(), "nothing goes out before the first token");
            assertTrue(fresh.begun() || !begunBefore);
        }
        for (var chunk : passedOn) {
            assertTrue(chunk.at("/choices/0/finish_reason").isMissingNode()
                    || chunk.at("/choices/0/finish_reason").isNull());
            assertFalse(chunk.has("usage"));
        }
        if (fresh.begun()) {
            var seen = new StringBuilder();
            passedOn.forEach(chunk -> seen.append(text(chunk)));
            fresh.last().forEach(chunk -> seen.append(text(chunk)));
            assertEquals(texts.toString(), seen.toString());
        }
    }

    @Provide
    Arbitrary<List<ObjectNode>> streams() {
        var text = Arbitraries.strings().ofMaxLength(5);
        Arbitrary<ObjectNode> chunk = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(8, text.map(Script::token)),
                net.jqwik.api.Tuple.of(1, Arbitraries.of("stop", "length").map(Script::finish)),
                net.jqwik.api.Tuple.of(1, Arbitraries.integers().between(0, 9).map(Script::usage)));
        return chunk.list().ofMaxSize(12);
    }

    private static String text(ObjectNode chunk) {
        return chunk.at("/choices/0/delta/content").asText("");
    }

    private void takeOften(ObjectNode chunk) {
        for (var i = 0; i < 1_000; i++) {
            answer.take(chunk);
        }
    }

    private List<ObjectNode> passOn(List<ObjectNode> chunks) {
        return chunks.stream().flatMap(chunk -> answer.take(chunk).stream()).toList();
    }
}
