package dev.chatcredits.gateway.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;

/** Good streams, over real HTTP, as providers really send them. */
class OpenAiStreamTest {

    private static final List<ObjectNode> ANSWER = Script.chunks("Grüße", " 🌍", "漢字", ".");

    private static final Vertx VERTX = Vertx.vertx();
    private static final ProviderServer SERVER = ProviderServer.start();
    private static final Provider PROVIDER = TestRoutes.openAi(VERTX, SERVER.baseUrl());

    @AfterContainer
    static void stop() throws Exception {
        SERVER.close();
        VERTX.close();
    }

    @Example
    void arrivesWholeWhenCutInTwoAtEveryPlace() {
        var bytes = written(ANSWER, "\n", "data: ");
        for (var cut = 1; cut < bytes.length; cut++) {
            var at = cut;
            SERVER.answer(call -> call.streamHead()
                    .chunk(Arrays.copyOf(bytes, at))
                    .chunk(Arrays.copyOfRange(bytes, at, bytes.length))
                    .end());
            assertEquals(ANSWER, stream(), "cut at byte " + cut);
        }
    }

    @Example
    void arrivesWholeByteByByteWithEveryLineEnd() {
        for (var lineEnd : List.of("\n", "\r", "\r\n")) {
            var bytes = written(ANSWER, lineEnd, "data:");
            SERVER.answer(call -> {
                call.streamHead();
                for (var b : bytes) {
                    call.chunk(new byte[] {b});
                }
                call.end();
            });
            assertEquals(ANSWER, stream());
        }
    }

    @Property(tries = 1_000)
    void arrivesWholeWhateverItSaysAndHoweverItIsCut(
            @ForAll @Size(min = 1, max = 5) List<String> tokens, @ForAll Random cuts) {
        tokens.addFirst("a");
        var chunks = Script.chunks(tokens.toArray(String[]::new));
        var bytes = written(chunks, "\n", "data: ");
        SERVER.answer(call -> {
            call.streamHead();
            for (var from = 0; from < bytes.length; ) {
                var to = Math.min(bytes.length, from + 1 + cuts.nextInt(100));
                call.chunk(Arrays.copyOfRange(bytes, from, to));
                from = to;
            }
            call.end();
        });
        assertEquals(chunks.stream().map(OpenAiStreamTest::asReceived).toList(), stream());
    }

    /** Half of a pair of surrogates is no character, and becomes a question mark on the way. */
    private static ObjectNode asReceived(ObjectNode chunk) {
        return ProviderJson.answer(chunk.toString().getBytes(UTF_8));
    }

    @Example
    void ignoresHeartbeatsAndFieldsThatMeanNothing() {
        SERVER.answer(Script.pieces(
                ": OPENROUTER PROCESSING\n\n",
                ":\n\nevent: message\nid: 3\nretry: 100\n" + Script.event(Script.token("a")),
                "data:\n\n",
                ": OPENROUTER PROCESSING\n\n" + Script.event(Script.finish("stop")),
                "data: [DONE]\n\n"));
        assertEquals(List.of(Script.token("a"), Script.finish("stop")), stream());
    }

    @Example
    void joinsDataOfSeveralLines() {
        var pretty = Script.token("a").toPrettyString().lines().map(line -> "data: " + line + "\n");
        SERVER.answer(Script.pieces(
                String.join("", pretty.toList()) + "\n", Script.event(Script.finish("stop")) + "data: [DONE]\n\n"));
        assertEquals(List.of(Script.token("a"), Script.finish("stop")), stream());
    }

    @Example
    void isCompleteWithFinishReasonAndCleanEndEvenWithoutDone() {
        SERVER.answer(Script.pieces(Script.event(Script.token("a")), Script.event(Script.finish("stop"))));
        assertEquals(2, stream().size());
        SERVER.answer(Script.pieces(Script.event(Script.token("a"))
                + Script.event(Script.finish("stop")).strip()));
        assertEquals(2, stream().size());
    }

    @Example
    void isCompleteWhenTheLastLineHasNoEnd() {
        SERVER.answer(
                Script.pieces(Script.event(Script.token("a")) + Script.event(Script.finish("stop")) + "data: [DONE]"));
        assertEquals(2, stream().size());
    }

    @Example
    void isCompleteWithABodyThatEndsWithTheConnection() {
        SERVER.answer(call -> call.head(200, "Content-Type: text/event-stream", "Connection: close")
                .raw(Script.event(Script.token("a")) + Script.event(Script.finish("stop")) + "data: [DONE]\n\n")
                .hangUp());
        assertEquals(2, stream().size());
    }

    @Example
    void isCompleteAtDoneEvenIfTheProviderNeverEndsTheBody() throws Exception {
        SERVER.answer(call -> {
            call.streamHead();
            call.chunk(Script.event(Script.token("a")) + Script.event(Script.finish("stop")) + "data: [DONE]\n\n");
            call.awaitClosedByClient();
        });
        assertEquals(2, stream().size());
        assertTrue(SERVER.lastCall().awaitClosedByClient(), "the connection that hangs is given up");
    }

    @Example
    void nothingAfterDoneCounts() {
        SERVER.answer(Script.pieces(Script.event(Script.token("a")) + Script.event(Script.finish("stop"))
                + "data: [DONE]\n\ndata: {\"error\":{}}\n\ngarbage"));
        assertEquals(2, stream().size());
    }

    @Example
    void keepsConnectionsAlive() {
        SERVER.answer(Script.says("a"));
        stream();
        var before = SERVER.connectionCount();
        for (var i = 0; i < 50; i++) {
            stream();
        }
        // The answer is given on before the end of its frame is read: the next call may just miss the connection.
        assertTrue(SERVER.connectionCount() <= before + 5, () -> "connections: " + SERVER.connectionCount());
        assertFalse(SERVER.lastCall().isClosedByClient());
    }

    @Example
    void relaysWhatItDoesNotKnow() {
        var chunk = Script.token("a").put("x_new", 1.25).put("nothing", (String) null);
        SERVER.answer(Script.stream(List.of(chunk, Script.finish("stop"))));
        assertEquals(chunk, stream().getFirst());
    }

    private static List<ObjectNode> stream() {
        return PROVIDER.stream(TestRoutes.request("Hi", true))
                .collect()
                .asList()
                .await()
                .atMost(Duration.ofSeconds(10));
    }

    private static byte[] written(List<ObjectNode> chunks, String lineEnd, String field) {
        var text = new StringBuilder();
        chunks.forEach(chunk -> text.append(field).append(chunk).append(lineEnd).append(lineEnd));
        return text.append("data: [DONE]")
                .append(lineEnd)
                .append(lineEnd)
                .toString()
                .getBytes(UTF_8);
    }
}
