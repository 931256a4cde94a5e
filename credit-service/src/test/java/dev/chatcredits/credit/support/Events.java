package dev.chatcredits.credit.support;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Events of completed generations, as another producer would write them. */
public final class Events {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Events() {}

    public static ObjectNode succeeded(String user, String generation, String model) {
        return event(user, generation, model, "SUCCEEDED");
    }

    public static ObjectNode failed(String user, String generation) {
        return event(user, generation, Gateway.GPT, "FAILED");
    }

    private static ObjectNode event(String user, String generation, String model, String outcome) {
        String now = Instant.now().toString();
        ObjectNode event = JSON.createObjectNode()
                .put("specversion", "1.0")
                .put("id", generation)
                .put("type", "generation.completed.v1")
                .put("source", "/tests")
                .put("subject", user)
                .put("time", now)
                .put("datacontenttype", "application/json");
        event.putObject("data")
                .put("generationId", generation)
                .put("userId", user)
                .put("modelId", model)
                .put("outcome", outcome)
                .put("completedAt", now);
        return event;
    }

    /** The same event, completed at another time. */
    public static ObjectNode at(Instant completedAt, ObjectNode event) {
        event.withObject("/data").put("completedAt", completedAt.toString());
        return event;
    }

    public static byte[] bytes(Object text) {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
