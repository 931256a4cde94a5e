package dev.chatcredits.local;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What somebody else wrote, so that it can be shown on a terminal: whatever could move the cursor or hide text is spelled out. */
final class Printable {

    private Printable() {}

    /** On one line. */
    static String line(@Nullable String text) {
        return text == null ? "" : spell(text, false);
    }

    /** On one line; bytes that aren't UTF-8 are spelled out. */
    static String line(byte @Nullable [] bytes) {
        return bytes == null ? "" : decode(bytes, false);
    }

    /** With its line breaks. */
    static String text(byte[] bytes) {
        return decode(bytes, true);
    }

    private static String decode(byte[] bytes, boolean breaks) {
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(bytes.length + 1);
        var text = new StringBuilder();
        while (true) {
            var result = decoder.decode(in, out, true);
            out.flip();
            text.append(spell(out.toString(), breaks));
            out.clear();
            if (!result.isError()) {
                return text.toString();
            }
            for (var i = 0; i < result.length(); i++) {
                text.append(String.format("\\x%02x", in.get()));
            }
            decoder.reset();
        }
    }

    private static String spell(String text, boolean breaks) {
        var spelled = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (isHarmless(c) || (breaks && c == '\n')) {
                spelled.appendCodePoint(c);
            } else {
                spelled.append(String.format("\\u%04x", c));
            }
        });
        return spelled.toString();
    }

    private static boolean isHarmless(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
