package dev.chatcredits.e2e;

import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * An event of a stream.
 *
 * @param name {@code message} when the stream gave none
 * @param data as it came
 */
public record Sse(String name, String data) {

    JsonPath json() {
        return JsonPath.from(data);
    }

    /** The events of a stream as they come; what was begun when it broke is left out. */
    public static Iterator<Sse> read(Stream<String> lines) {
        List<String> open = new ArrayList<>();
        return lines.<Sse>mapMulti((line, out) -> {
                    if (!line.isEmpty()) {
                        open.add(line);
                        return;
                    }
                    List<String> data = field("data:", open);
                    if (!data.isEmpty()) {
                        List<String> names = field("event:", open);
                        out.accept(new Sse(names.isEmpty() ? "message" : names.getFirst(), String.join("\n", data)));
                    }
                    open.clear();
                })
                .iterator();
    }

    private static List<String> field(String name, List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).strip())
                .toList();
    }
}
