package dev.chatcredits.gateway.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatcredits.gateway.problem.Code;
import dev.chatcredits.gateway.provider.Routes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads requests of OpenAI's API. What isn't known passes through; refused is what would change the price or the place, under
 * whatever spelling: some upstreams read names without regard to case, so that {@code MODEL} would win over {@code model}.
 */
@Singleton
class OpenAiReader {

    private static final Set<String> READ_HERE = Set.of("model", "messages", "stream", "stream_options", "n");

    /** What a message can say in place of content. */
    private static final List<String> INSTEAD_OF_CONTENT = List.of("tool_calls", "function_call", "refusal", "audio");

    private final Routes routes;
    private final RequestHash hash;
    private final Set<String> refused;
    private final Set<String> inAnyCase = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    OpenAiReader(OpenAiConfig config, Routes routes, RequestHash hash) {
        this.routes = routes;
        this.hash = hash;
        this.refused = config.refusedFields();
        inAnyCase.addAll(READ_HERE);
        inAnyCase.addAll(refused);
    }

    Ask read(ObjectNode body) {
        body.properties().forEach(member -> checkName(member.getKey(), member.getValue()));
        var route = Asked.route(body, routes);
        var messages = Asked.messages(body);
        for (var i = 0; i < messages.size(); i++) {
            check(messages.get(i), i);
        }
        var n = body.path("n");
        // In an int: a number with more bits may be 1 in the lowest of them.
        if (!isAbsent(n) && !(n.isIntegralNumber() && n.canConvertToInt() && n.intValue() == 1)) {
            throw Code.invalid("n", "One answer per request; its price is for one.");
        }
        var stream = body.path("stream");
        if (!isAbsent(stream) && !stream.isBoolean()) {
            throw Code.invalid("stream", "Must be true or false.");
        }
        var options = body.path("stream_options");
        if (!isAbsent(options) && !options.isObject()) {
            throw Code.invalid("stream_options", "Must be an object.");
        }
        var wantsUsage = options.path("include_usage").asBoolean();
        return new Ask(route, body, stream.asBoolean(), wantsUsage, hash.of(body));
    }

    private void checkName(String name, JsonNode value) {
        if (refused.contains(name) && !value.isNull()) {
            throw Code.invalid(
                    name, "The field is not passed on here: it changes what a request costs or where it goes.");
        }
        if (inAnyCase.contains(name) && !READ_HERE.contains(name) && !refused.contains(name)) {
            throw Code.invalid(name, "The field is written in lower case.");
        }
    }

    private static void check(JsonNode message, int index) {
        if (!message.isObject()) {
            throw Asked.invalidMessage(index, "", "A message must be an object.");
        }
        if (!message.path("role").isTextual()
                || message.path("role").textValue().isBlank()) {
            throw Asked.invalidMessage(index, "role", "A message needs a role.");
        }
        var content = message.path("content");
        var fits = content.isTextual() || (content.isArray() && !content.isEmpty());
        if (isAbsent(content) ? INSTEAD_OF_CONTENT.stream().allMatch(name -> isAbsent(message.path(name))) : !fits) {
            throw Asked.invalidMessage(index, "content", "A message needs content: a text, or a list of parts.");
        }
    }

    private static boolean isAbsent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }
}
