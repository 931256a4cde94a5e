package dev.chatcredits.gateway.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatcredits.gateway.problem.Code;
import dev.chatcredits.gateway.provider.Route;
import dev.chatcredits.gateway.provider.Routes;
import io.quarkiverse.resteasy.problem.HttpProblem;

/** What both dialects check of a request. Each problem names the field. */
final class Asked {

    private Asked() {}

    static Route route(ObjectNode body, Routes routes) {
        var model = body.path("model");
        if (!model.isTextual() || model.textValue().isBlank()) {
            throw Code.invalid("model", model.isMissingNode() ? "The model is missing." : "The model must be a name.");
        }
        return routes.find(model.textValue())
                .orElseThrow(() -> Code.invalid("model", "This model is not served here; see the list of models."));
    }

    static JsonNode messages(ObjectNode body) {
        var messages = body.path("messages");
        if (!messages.isArray()) {
            throw Code.invalid("messages", "The messages must be a list.");
        }
        if (messages.isEmpty()) {
            throw Code.invalid("messages", "There must be at least one message.");
        }
        return messages;
    }

    static HttpProblem invalidMessage(int index, String member, String detail) {
        return Code.invalid("messages[" + index + "]" + (member.isEmpty() ? "" : "." + member), detail);
    }
}
