package dev.chatcredits.local;

import java.util.regex.Pattern;

/** Where a dead letter is: partition and offset of the topic of dead letters, written {@code 0@17} as in the service's log. */
record DeadLetterPosition(int partition, long offset) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})@(\\d{1,18})");

    static DeadLetterPosition of(String text) {
        var position = FORM.matcher(text);
        if (!position.matches()) {
            throw new DeadLetterTool.Misuse("'" + Printable.line(text) + "' is no position; they look like 0@17");
        }
        return new DeadLetterPosition(Integer.parseInt(position.group(1)), Long.parseLong(position.group(2)));
    }

    @Override
    public String toString() {
        return partition + "@" + offset;
    }
}
