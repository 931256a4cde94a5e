package dev.chatcredits.e2e;

import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Optional;

/**
 * What came of a request to chat.
 *
 * @param status of HTTP; 0 when there was no answer
 * @param events of an answer that was streamed; also of one that broke off
 * @param body of any other answer
 * @param whole whether the stream came to its end
 */
record Chat(int status, List<Sse> events, String body, boolean whole) {

    JsonPath json() {
        return JsonPath.from(body);
    }

    List<String> names() {
        return events.stream().map(Sse::name).distinct().toList();
    }

    Sse last() {
        return events.getLast();
    }

    Optional<Sse> first(String name) {
        return events.stream().filter(event -> event.name().equals(name)).findFirst();
    }

    /** What the deltas say together. */
    String text() {
        StringBuilder text = new StringBuilder();
        events.stream()
                .filter(event -> event.name().equals("delta"))
                .forEach(event -> text.append(event.json().getString("text")));
        return text.toString();
    }
}
