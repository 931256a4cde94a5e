package dev.chatcredits.gateway.chat;

import static dev.chatcredits.gateway.provider.Script.event;
import static dev.chatcredits.gateway.provider.Script.finish;
import static dev.chatcredits.gateway.provider.Script.token;
import static java.util.Map.entry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatcredits.gateway.provider.ProviderCall;
import dev.chatcredits.gateway.provider.Script;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;

/** What providers do, by the names that {@link ProviderFaultsTest} has for it. What waits in the end waits for the gateway to close. */
final class ProviderFaults {

    private static final String DONE = "data: [DONE]\n\n";
    private static final String ERROR = "{\"error\":{\"code\":500,\"message\":\"upstream text\"}}";
    private static final String MEGABYTE = "x".repeat(1_000_000);

    private static final Map<String, Script> SCRIPTS = Map.ofEntries(
            entry("answers as it should", Script.says("Because")),
            entry("never answers", ProviderCall::awaitClosedByClient),
            entry("sends a head and no more", says("", "")),
            entry("sends only comments", goesOn("", ": still here\n\n", " ")),
            entry("sends a role and no more", says(event(Script.chunks().getFirst()), "")),
            entry("stops in the middle", says(event(token("Because ")), "{\"choices\":[{")),
            entry("sends only comments from the middle on", goesOn(event(token("Because ")), ":\n\n", " ")),
            entry("stops after the finish reason", says(event(token("Because")) + event(finish("stop")), "")),
            entry(
                    "sends roles for ever",
                    call -> floods(call, "", Script.chunks().getFirst())),
            entry("goes on after the finish reason", ProviderFaults::goesOnAfterTheFinishReason),
            entry("never ends", call -> neverEnds(call, false)),
            entry("sends garbage first", ends("data: <html>\n\n" + DONE, "<html>")),
            entry("sends garbage in the middle", says(event(token("a")) + "data: {\"choices\":[{\"del\n\n", "{}{")),
            entry("sends an error inside a 200", ends("data: " + ERROR + "\n\n" + DONE, ERROR)),
            entry("sends an error beside an answer", errorBesideAnAnswer()),
            entry("sends an error in a choice", errorInAChoice()),
            entry("sends an error in the middle", says(event(token("a")) + "data: " + ERROR + "\n\n", "")),
            entry("ends without a finish reason", unfinished()),
            entry("ends without a word", Script.says()),
            entry("says it beside the stream", saysBesideTheStream()),
            entry("says only blanks", Script.says(" ", "\n")),
            entry("resets the connection", ProviderCall::reset),
            entry("hangs up in the middle", hangsUp(event(token("a")), "{\"choices\":[")),
            entry("hangs up after the finish reason", hangsUp(event(token("a")) + event(finish("stop")), "")),
            entry("sends a chunk of 100 MB", ProviderFaults::hugeChunk),
            entry(
                    "sends a header of 1 MB",
                    call -> call.head(200, "X-Long: " + MEGABYTE).awaitClosedByClient()),
            entry("redirects", call -> call.head(307, "Location: http://127.0.0.1:1/v1", "Content-Length: 0")),
            entry("sends a web page", call -> call.whole(200, "text/html", "<html>Welcome</html>")),
            entry("compresses unasked", ProviderFaults::compressed),
            entry("sends no content", call -> call.head(204)),
            entry("is overloaded", Script.status(429)),
            entry("is broken", Script.status(500)),
            entry("goes on after the end", ProviderFaults::goesOnAfterTheEnd));

    private ProviderFaults() {}

    static Script script(String name) {
        return Objects.requireNonNull(SCRIPTS.get(name), name);
    }

    static void neverEnds(ProviderCall call, boolean begun) throws IOException, InterruptedException {
        if (!begun) {
            begin(call, "", "");
        }
        repeat(call, event(token("on ")), " ");
    }

    /** This of an answer, and then nothing, without an end. */
    private static Script says(String streamed, String whole) {
        return call -> begin(call, streamed, whole).awaitClosedByClient();
    }

    private static Script ends(String streamed, String whole) {
        return call -> begin(call, streamed, whole).end();
    }

    /** An answer that could be charged, but for this. */
    private static Script errorBesideAnAnswer() {
        var chunk = token("Because");
        chunk.putObject("error").put("message", "upstream text");
        var whole = Script.whole("Because");
        whole.set("error", chunk.get("error"));
        return ends(event(chunk) + event(finish("stop")) + DONE, whole.toString());
    }

    private static Script errorInAChoice() {
        var chunk = token("Because");
        var whole = Script.whole("Because");
        for (var answer : List.of(chunk, whole)) {
            ((ObjectNode) answer.at("/choices/0")).putObject("error").put("message", "upstream text");
        }
        return ends(event(chunk) + event(finish("stop")) + DONE, whole.toString());
    }

    private static Script hangsUp(String streamed, String whole) {
        return call -> begin(call, streamed, whole).hangUp();
    }

    private static Script goesOn(String begin, String streamed, String whole) {
        return call -> {
            begin(call, begin, "");
            repeat(call, streamed, whole);
        };
    }

    private static void repeat(ProviderCall call, String streamed, String whole)
            throws IOException, InterruptedException {
        while (!call.isClosedByClient()) {
            call.chunk(call.streaming() ? streamed : whole);
            Thread.sleep(20);
        }
    }

    private static ProviderCall begin(ProviderCall call, String streamed, String whole) throws IOException {
        return call.streaming()
                ? call.streamHead().chunk(streamed)
                : call.head(200, "Content-Type: application/json", "Transfer-Encoding: chunked")
                        .chunk(whole);
    }

    /** Where a whole answer has it, in a stream. */
    private static Script saysBesideTheStream() {
        return ends("data: " + Script.whole("Because") + "\n\n" + DONE, "");
    }

    private static Script unfinished() {
        var whole = Script.whole("Because");
        whole.withArray("choices").removeAll().addObject().putObject("message").put("content", "Because");
        return ends(event(token("Because")) + DONE, whole.toString());
    }

    /** One piece of a chunked body, and one event, or one string, in it. */
    private static void hugeChunk(ProviderCall call) throws IOException, InterruptedException {
        begin(call, event(token("a")), "{\"choices\":[{\"message\":{\"content\":\"");
        call.raw(Integer.toHexString(100 * MEGABYTE.length()) + "\r\n");
        for (var i = 0; i < 100; i++) {
            call.raw(i == 0 && call.streaming() ? "data: " + MEGABYTE.substring(6) : MEGABYTE);
        }
        call.awaitClosedByClient();
    }

    private static void compressed(ProviderCall call) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write((event(token("a")) + event(finish("stop")) + DONE)
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        call.head(200, "Content-Type: text/event-stream", "Content-Encoding: gzip", "Transfer-Encoding: chunked")
                .chunk(bytes.toByteArray())
                .end();
    }

    private static void goesOnAfterTheFinishReason(ProviderCall call) throws IOException {
        floods(call, event(token("Because")) + event(finish("stop")), token("x".repeat(10_000)));
    }

    /** As fast as it is taken: more than any memory holds before a limit of time is over. */
    private static void floods(ProviderCall call, String begin, ObjectNode chunk) throws IOException {
        call.streamHead().chunk(begin);
        while (!call.isClosedByClient()) {
            call.chunk(event(chunk));
        }
    }

    private static void goesOnAfterTheEnd(ProviderCall call) throws IOException, InterruptedException {
        call.streamHead();
        call.chunk(event(token("Because")) + event(finish("stop")) + DONE);
        repeat(call, event(token("and ")), "");
    }
}
