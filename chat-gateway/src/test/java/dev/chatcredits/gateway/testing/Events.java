package dev.chatcredits.gateway.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/** Server-sent events, parsed. */
public record Events(List<Event> all) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** One event; without a name it is {@code message}. */
    public record Event(String name, String data) {

        public JsonNode json() {
            try {
                return JSON.readTree(data);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(data, e);
            }
        }
    }

    public static Events of(String stream) {
        var events = new ArrayList<Event>();
        for (var block : stream.split("\n\n", -1)) {
            var name = "message";
            var data = new StringBuilder();
            for (var line : block.split("\n", -1)) {
                if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data.append(line.substring(6));
                }
            }
            if (!data.isEmpty()) {
                events.add(new Event(name, data.toString()));
            }
        }
        return new Events(events);
    }

    public List<String> names() {
        return all.stream().map(Event::name).toList();
    }

    public Event last() {
        return all.getLast();
    }

    public JsonNode only(String name) {
        var found = all.stream().filter(event -> event.name().equals(name)).toList();
        if (found.size() != 1) {
            throw new AssertionError("not one " + name + " in " + names());
        }
        return found.getFirst().json();
    }

    /** The texts of all deltas. */
    public String text() {
        var text = new StringBuilder();
        all.stream()
                .filter(event -> event.name().equals("delta"))
                .forEach(event -> text.append(event.json().path("text").asText()));
        return text.toString();
    }
}
