package dev.chatcredits.credit.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The words of a line: a verb, its objects, and options such as {@code attempt=2}.
 *
 * @param verb what is done
 * @param objects to what
 * @param options by name
 */
record Words(String verb, List<String> objects, Map<String, String> options) {

    static Words of(String text) {
        List<String> objects = new ArrayList<>();
        Map<String, String> options = new HashMap<>();
        for (String word : text.strip().split("\\s+", -1)) {
            int equals = word.indexOf('=');
            if (equals < 0) {
                objects.add(word);
            } else {
                options.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        return new Words(objects.removeFirst(), objects, options);
    }

    String object(int index) {
        return objects.get(index);
    }

    long credits(int index) {
        return Long.parseLong(objects.get(index));
    }

    @Nullable String option(String name) {
        return options.get(name);
    }

    String option(String name, String otherwise) {
        return options.getOrDefault(name, otherwise);
    }

    /** An instant, or a span from now such as {@code -PT2H}. */
    static Instant when(String text, Instant now) {
        return text.contains("P") ? now.plus(Duration.parse(text)) : Instant.parse(text);
    }

    Instant instant(String name, Instant now) {
        String text = option(name);
        return text == null ? now : when(text, now);
    }
}
