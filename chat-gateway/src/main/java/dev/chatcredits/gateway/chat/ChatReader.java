package dev.chatcredits.gateway.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatcredits.gateway.problem.Code;
import dev.chatcredits.gateway.provider.Routes;
import jakarta.inject.Singleton;
import java.util.Set;

/** Reads the requests of our own pages: a model and messages of text, and nothing else. */
@Singleton
class ChatReader {

    private static final Set<String> MEMBERS = Set.of("model", "messages");
    private static final Set<String> MESSAGE_MEMBERS = Set.of("role", "content");
    private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant");

    private final Routes routes;
    private final RequestHash hash;

    ChatReader(Routes routes, RequestHash hash) {
        this.routes = routes;
        this.hash = hash;
    }

    Ask read(ObjectNode body) {
        body.fieldNames().forEachRemaining(name -> {
            if (!MEMBERS.contains(name)) {
                throw Code.invalid(name, "This route doesn't know the field.");
            }
        });
        var route = Asked.route(body, routes);
        var messages = Asked.messages(body);
        for (var i = 0; i < messages.size(); i++) {
            check(messages.get(i), i);
        }
        var forProvider = JsonNodeFactory.instance.objectNode().<ObjectNode>set("messages", messages);
        return new Ask(route, forProvider, true, false, hash.of(body));
    }

    private static void check(JsonNode message, int index) {
        if (!message.isObject()) {
            throw Asked.invalidMessage(index, "", "A message must be an object.");
        }
        message.fieldNames().forEachRemaining(name -> {
            if (!MESSAGE_MEMBERS.contains(name)) {
                throw Asked.invalidMessage(index, name, "This route doesn't know the field.");
            }
        });
        if (!ROLES.contains(message.path("role").asText())) {
            throw Asked.invalidMessage(index, "role", "The role must be one of system, developer, user, assistant.");
        }
        var content = message.path("content").textValue();
        if (content == null || content.isBlank()) {
            throw Asked.invalidMessage(index, "content", "The content must be a text that isn't empty.");
        }
    }
}
