package dev.chatcredits.gateway.credit;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * What a user has, in the credit service's own words, which are passed on as they are.
 *
 * @param body as in {@code GET /api/credits}
 */
public record Balance(@JsonValue ObjectNode body) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Balance {}

    public long remaining() {
        return body.path("remaining").asLong();
    }

    public long total() {
        return body.path("total").asLong();
    }

    /** Grows with each change; an older one never overwrites a newer one. */
    public long version() {
        return body.path("version").asLong();
    }

    public Optional<String> planId() {
        return Optional.ofNullable(body.path("planId").textValue());
    }
}
