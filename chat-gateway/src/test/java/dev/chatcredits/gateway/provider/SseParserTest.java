package dev.chatcredits.gateway.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SseParserTest {

    /** An event as it is meant, and the lines in which it was written. */
    record Written(String event, String lines) {}

    @Property(tries = 1_000)
    void readsWhatWasWrittenHoweverItIsCut(
            @ForAll("events") List<Written> events, @ForAll("lineEnds") List<String> lineEnds, @ForAll Random cuts) {
        var text = new StringBuilder();
        var expected = new ArrayList<String>();
        for (var event : events) {
            (event.lines() + "\n")
                    .lines()
                    .forEach(line -> text.append(line).append(lineEnds.get(cuts.nextInt(lineEnds.size()))));
            expected.add(event.event());
        }
        var bytes = text.toString().getBytes(UTF_8);
        var read = new Recorder(1_000_000);
        for (var from = 0; from < bytes.length; ) {
            var to = Math.min(bytes.length, from + cuts.nextInt(6));
            read.parser.feed(Arrays.copyOfRange(bytes, from, to));
            from = to;
        }
        read.parser.end();
        assertEquals(expected, read.events);
    }

    /** One kind for a whole stream, or all mixed; but no LF after a CR, for that is one line end. */
    @Provide
    Arbitrary<List<String>> lineEnds() {
        return Arbitraries.of(
                List.of("\n"), List.of("\r"), List.of("\r\n"), List.of("\n", "\r\n"), List.of("\r", "\r\n"));
    }

    @Example
    void knowsTheEndOfALineAfterOneThatEndedDifferently() {
        assertEquals(List.of("|a\nb", "|c"), all("data: a\rdata: b\n\ndata: c\r\n\r\n"));
    }

    /** Data of one to three lines with any characters; before each, heartbeats and fields that mean nothing. */
    @Provide
    Arbitrary<List<Written>> events() {
        var line =
                Arbitraries.strings().excludeChars('\r', '\n').ofMaxLength(12).filter(s -> !s.matches(".*\\p{Cs}.*"));
        var noise = Arbitraries.of(
                "", ": OPENROUTER PROCESSING\n", ":\n", "id: 7\n", "retry: 10\n", ": beat\n\n", "junk\n");
        var colon = Arbitraries.of("data: ", "data:");
        return Combinators.combine(line.list().ofMinSize(1).ofMaxSize(3), noise, colon, Arbitraries.of("", "error"))
                .as((lines, before, field, name) -> {
                    var written = new StringBuilder(before);
                    if (!name.isEmpty()) {
                        written.append("event: ").append(name).append('\n');
                    }
                    // "data:" directly before a blank would lose the blank, as the standard wants it.
                    lines.forEach(l -> written.append(l.startsWith(" ") ? "data: " : field)
                            .append(l)
                            .append('\n'));
                    return new Written(name + "|" + String.join("\n", lines), written.toString());
                })
                .list()
                .ofMaxSize(5);
    }

    @Example
    void takesTheLastEventWithoutItsEmptyLineOrEvenItsLineEnd() {
        assertEquals(List.of("|[DONE]"), all("data: [DONE]"));
        assertEquals(List.of("|[DONE]"), all("data: [DONE]\n"));
        assertEquals(List.of("|a", "|b"), all("data: a\n\ndata: b"));
    }

    @Example
    void dropsTheByteOrderMarkAndKeepsOneInTheMiddle() {
        assertEquals(List.of("|a", "|\uFEFFb"), all("\uFEFFdata: a\n\ndata: \uFEFFb\n\uFEFFdata: c\n\n"));
    }

    @Example
    void readsAFieldWithoutColonAsEmpty() {
        assertEquals(List.of("|", "|\n"), all("data\n\ndata\ndata\n\n"));
    }

    @Example
    void anEventWithoutDataIsNone() {
        assertEquals(List.of("|a"), all("event: ping\n\n: beat\n\ndata: a\n\n"));
    }

    @Example
    void refusesALineAndAnEventOverTheLimitBeforeItsEnd() {
        var line = new Recorder(100);
        line.parser.feed("data: a\n\n".getBytes(UTF_8));
        assertThrows(SseParser.TooLarge.class, () -> line.parser.feed(new byte[101]));
        assertEquals(List.of("|a"), line.events);

        var event = new Recorder(100);
        var piece = ("data: " + "x".repeat(40) + "\n").getBytes(UTF_8);
        event.parser.feed(piece);
        event.parser.feed(piece);
        assertThrows(SseParser.TooLarge.class, () -> event.parser.feed(piece));
    }

    @Example
    void theLimitIsForOneEventNotForTheStream() {
        var read = new Recorder(100);
        for (var i = 0; i < 1_000; i++) {
            read.parser.feed(("data: " + "x".repeat(90) + "\n\n").getBytes(UTF_8));
        }
        assertEquals(1_000, read.events.size());
    }

    private static List<String> all(String text) {
        var read = new Recorder(1_000);
        read.parser.feed(text.getBytes(UTF_8));
        read.parser.end();
        return read.events;
    }

    private static final class Recorder {
        private final List<String> events = new ArrayList<>();
        private final SseParser parser;

        private Recorder(int limit) {
            parser = new SseParser(limit, (name, data) -> events.add(name + "|" + new String(data, UTF_8)));
        }
    }
}
