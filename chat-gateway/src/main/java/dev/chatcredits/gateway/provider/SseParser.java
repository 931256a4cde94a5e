package dev.chatcredits.gateway.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Takes a {@code text/event-stream} apart while it arrives, cut at any place: lines end in CR, LF or CRLF, several data
 * lines make one event, comments are heartbeats (https://html.spec.whatwg.org/multipage/server-sent-events.html). It works
 * on bytes, so that a character that arrives in two pieces is whole again before anyone looks at it. Differs from the
 * standard in one thing: at {@link #end} an event counts even without its empty line, for some providers forget it after
 * {@code [DONE]}.
 */
final class SseParser {

    /** Takes the events. */
    interface Listener {

        /**
         * Called once for each event.
         *
         * @param name of the {@code event} field, empty if there was none
         * @param data the data lines, joined by LF, in UTF-8
         */
        void event(String name, byte[] data);
    }

    /** An event is larger than allowed; the parser can't be used any more. */
    static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final int maxEventSize;
    private final Listener listener;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(512);
    private final ByteArrayOutputStream data = new ByteArrayOutputStream(512);
    private String name = "";
    private boolean hasData;
    private boolean afterCr;
    private boolean firstLine = true;

    /**
     * Nothing has arrived yet.
     *
     * @param maxEventSize in bytes, of a line and of the data of an event; more is never kept in memory
     */
    SseParser(int maxEventSize, Listener listener) {
        this.maxEventSize = maxEventSize;
        this.listener = listener;
    }

    /** Hands each event that these bytes complete to the listener, before the next one is looked at. */
    void feed(byte[] bytes) {
        var start = 0;
        for (var i = 0; i < bytes.length; i++) {
            var b = bytes[i];
            if (b != '\n' && b != '\r') {
                afterCr = false;
                continue;
            }
            var secondOfCrLf = b == '\n' && afterCr;
            afterCr = b == '\r';
            if (!secondOfCrLf) {
                append(bytes, start, i);
                endOfLine();
            }
            start = i + 1;
        }
        append(bytes, start, bytes.length);
    }

    /** The stream has ended. */
    void end() {
        if (line.size() > 0) {
            endOfLine();
        }
        endOfEvent();
    }

    private void append(byte[] bytes, int from, int to) {
        if (line.size() + data.size() + (to - from) > maxEventSize) {
            throw new TooLarge();
        }
        line.write(bytes, from, to - from);
    }

    private void endOfLine() {
        var bytes = line.toByteArray();
        line.reset();
        var start = firstLine && startsWith(bytes, BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
        firstLine = false;
        if (bytes.length == start) {
            endOfEvent();
            return;
        }
        var colon = start;
        while (colon < bytes.length && bytes[colon] != ':') {
            colon++;
        }
        var value = colon + 1 < bytes.length && bytes[colon + 1] == ' ' ? colon + 2 : Math.min(colon + 1, bytes.length);
        field(new String(bytes, start, colon - start, UTF_8), bytes, value);
    }

    /** Fields other than these, and comments (a field without a name), mean nothing here. */
    private void field(String field, byte[] bytes, int value) {
        switch (field) {
            case "data" -> {
                if (hasData) {
                    data.write('\n');
                }
                hasData = true;
                data.write(bytes, value, bytes.length - value);
            }
            case "event" -> name = new String(bytes, value, bytes.length - value, UTF_8);
            default -> {}
        }
    }

    private void endOfEvent() {
        if (hasData) {
            listener.event(name, data.toByteArray());
        }
        data.reset();
        hasData = false;
        name = "";
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return bytes.length >= prefix.length && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }
}
