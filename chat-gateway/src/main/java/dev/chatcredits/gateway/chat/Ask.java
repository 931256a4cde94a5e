package dev.chatcredits.gateway.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatcredits.gateway.provider.Route;

/**
 * What is asked of a model, checked.
 *
 * @param route where it goes
 * @param body for the provider, where {@code model}, {@code stream} and the usage option are set for each call
 * @param stream whether the caller wants the answer as it comes
 * @param wantsUsage whether a caller of the OpenAI API asked for usage in the stream
 * @param hash of what the caller sent
 */
record Ask(Route route, ObjectNode body, boolean stream, boolean wantsUsage, String hash) {

    String model() {
        return route.model();
    }

    /** The request in the name of one provider. */
    ObjectNode streamed(Route.Target target) {
        var request = body.deepCopy().put("model", target.upstreamModel()).put("stream", true);
        // What else the caller set there stays.
        if (request.path("stream_options") instanceof ObjectNode options) {
            options.put("include_usage", true);
        } else {
            request.putObject("stream_options").put("include_usage", true);
        }
        return request;
    }

    /** The request in the name of one provider, for one whole answer. */
    ObjectNode whole(Route.Target target) {
        var request = body.deepCopy().put("model", target.upstreamModel()).put("stream", false);
        request.remove("stream_options");
        return request;
    }

    /** For an estimate of the tokens that a provider doesn't tell. */
    long characters() {
        return body.path("messages").toString().length();
    }
}
