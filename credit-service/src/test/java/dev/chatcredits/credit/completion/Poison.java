package dev.chatcredits.credit.completion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatcredits.credit.support.Events;
import dev.chatcredits.credit.support.Fresh;
import dev.chatcredits.credit.support.Gateway;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A record that can't be read or makes no sense.
 *
 * @param reason what the dead letter says about it
 * @param value each character is a byte
 * @param headers of the record
 */
record Poison(String reason, @Nullable String value, Map<String, String> headers) {

    private static final String NOT_JSON = "not JSON, or a member is there twice";
    private static final String BAD_USER = "data.userId must be 1 to 255 characters without control characters";
    private static final String BAD_GENERATION = "data.generationId must be 1 to 128 characters of A-Z a-z 0-9 . _ : -";
    private static final String BAD_MODEL = "data.modelId must be 1 to 200 characters without control characters";
    private static final String BAD_OUTCOME = "data.outcome must be SUCCEEDED or FAILED";
    private static final String BAD_ATTEMPT = "data.attempt must be 1 to 128 characters without control characters";
    private static final String BAD_TIME = "data.completedAt must be an ISO-8601 instant";

    static List<Poison> ofAllKinds() {
        return Stream.of(noEvents(), wrongEnvelopes(), wrongData(), wrongTimes(), wrongBinaryMode())
                .flatMap(poisons -> poisons)
                .toList();
    }

    private static Stream<Poison> noEvents() {
        return Stream.of(
                new Poison("empty value", null, Map.of()),
                of("empty value", ""),
                of(NOT_JSON, "{"),
                of(NOT_JSON, "generation completed"),
                of(NOT_JSON, "{} {}"),
                of(NOT_JSON, "[".repeat(5_000)),
                of(NOT_JSON, "{\"specversion\":\"1.0\",\"specversion\":\"1.0\"}"),
                of(NOT_JSON, event(e -> {}).replace("\"outcome\"", "\"outcome\":\"FAILED\",\"outcome\"")),
                of(NOT_JSON, "{\"\u00ff\":1}"),
                of("not a JSON object", "[]"),
                of("not a JSON object", "[" + event(e -> {}) + "]"),
                of("not a JSON object", "\"text\""),
                of("not a JSON object", "null"),
                of("specversion must be 1.0", "{}"));
    }

    private static Stream<Poison> wrongEnvelopes() {
        return Stream.of(
                of("specversion must be 1.0", event(e -> e.put("specversion", "0.3"))),
                of("specversion must be 1.0", event(e -> e.put("specversion", 1.0))),
                of("type must be generation.completed.v1", event(e -> e.put("type", "generation.started.v1"))),
                of("type must be generation.completed.v1", event(e -> e.remove("type"))),
                of("id must be data.generationId", event(e -> e.put("id", Fresh.generation()))),
                of("id must be data.generationId", event(e -> e.remove("id"))),
                of("subject must be data.userId", event(e -> e.put("subject", "somebody else"))),
                of("subject must be data.userId", event(e -> e.put("subject", 7))),
                of("data must be an object", event(e -> e.remove("data"))),
                of("data must be an object", event(e -> e.put("data", "text"))),
                of("data must be an object", event(e -> e.putArray("data"))));
    }

    private static Stream<Poison> wrongData() {
        return Stream.of(
                of(BAD_GENERATION, data(d -> d.remove("generationId"))),
                of(BAD_GENERATION, data(d -> d.put("generationId", 7))),
                of(BAD_GENERATION, data(d -> d.put("generationId", "a b"))),
                of(BAD_USER, data(d -> d.remove("userId"))),
                of(BAD_USER, data(d -> d.putObject("userId"))),
                of(BAD_USER, data(d -> d.put("userId", ""))),
                of(BAD_USER, data(d -> d.put("userId", ".."))),
                of(BAD_USER, data(d -> d.put("userId", "a\u0000b"))),
                of(BAD_USER, event(e -> {}).replace("\"userId\":\"", "\"userId\":\"\\ud800")),
                of(BAD_MODEL, data(d -> d.remove("modelId"))),
                of(BAD_MODEL, data(d -> d.putNull("modelId"))),
                of(BAD_MODEL, data(d -> d.put("modelId", " "))),
                of(BAD_MODEL, data(d -> d.put("modelId", "a\u0000b"))),
                of(BAD_MODEL, data(d -> d.put("modelId", "m".repeat(201)))),
                of(BAD_OUTCOME, data(d -> d.remove("outcome"))),
                of(BAD_OUTCOME, data(d -> d.put("outcome", "CANCELLED"))),
                of(BAD_OUTCOME, data(d -> d.put("outcome", "succeeded"))),
                of(BAD_OUTCOME, data(d -> d.put("outcome", true))),
                of(BAD_ATTEMPT, data(d -> d.put("outcome", "FAILED").put("attempt", 1))),
                of(BAD_ATTEMPT, data(d -> d.put("outcome", "FAILED").put("attempt", ""))),
                of(BAD_ATTEMPT, data(d -> d.put("outcome", "FAILED").put("attempt", "a".repeat(129)))));
    }

    private static Stream<Poison> wrongTimes() {
        Instant now = Instant.now();
        return Stream.of(
                of(BAD_TIME, data(d -> d.remove("completedAt"))),
                of(BAD_TIME, data(d -> d.put("completedAt", "yesterday"))),
                of(BAD_TIME, data(d -> d.put("completedAt", now.toEpochMilli()))),
                of(
                        "data.completedAt is more than 5 minutes in the future",
                        data(d -> d.put(
                                "completedAt", now.plus(Duration.ofMinutes(6)).toString()))),
                of(
                        "data.completedAt is more than 5 minutes in the future",
                        data(d -> d.put("completedAt", "+999999999-12-31T23:59:59Z"))),
                of(
                        "data.completedAt is more than 37 days ago",
                        data(d -> d.put(
                                "completedAt", now.minus(Duration.ofDays(38)).toString()))));
    }

    private static Stream<Poison> wrongBinaryMode() {
        Map<String, String> envelope = Map.of("ce_specversion", "1.0", "ce_type", "generation.completed.v1");
        return Stream.of(
                new Poison("specversion must be 1.0", "{}", Map.of("ce_specversion", "2.0")),
                new Poison("type must be generation.completed.v1", "{}", Map.of("ce_specversion", "1.0")),
                new Poison(BAD_GENERATION, event(e -> {}), envelope),
                new Poison(
                        "id must be data.generationId",
                        Events.succeeded(Fresh.user(), Fresh.generation(), Gateway.GPT)
                                .path("data")
                                .toString(),
                        envelope));
    }

    private static Poison of(String reason, String value) {
        return new Poison(reason, value, Map.of());
    }

    byte @Nullable [] bytes() {
        return value == null ? null : value.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String event(Consumer<ObjectNode> spoil) {
        ObjectNode event = Events.succeeded(Fresh.user(), Fresh.generation(), Gateway.GPT);
        spoil.accept(event);
        return event.toString();
    }

    private static String data(Consumer<ObjectNode> spoil) {
        return event(event -> spoil.accept(event.withObject("/data")));
    }
}
