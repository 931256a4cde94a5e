package dev.chatcredits.gateway.chat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.chatcredits.gateway.body.JsonBody;
import dev.chatcredits.gateway.identity.Callers;
import dev.chatcredits.gateway.sse.EventStream;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Chat for our own pages: events that tell what is held, what is said, and what it cost. */
@Path("/api/chat")
@Authenticated
@Tag(name = "chat")
class ChatResource {

    /** What the route takes; read strictly by {@link ChatReader}, this is its description. */
    @Schema(
            requiredProperties = {"model", "messages"},
            additionalProperties = Schema.False.class)
    record ChatRequest(
            @Schema(minLength = 1, examples = "openai/gpt-5.1")
            String model,

            @Schema(minItems = 1) List<Message> messages) {}

    /** One turn of the conversation. */
    @Schema(
            requiredProperties = {"role", "content"},
            additionalProperties = Schema.False.class)
    record Message(
            @Schema(enumeration = {"user", "assistant", "system", "developer"})
            String role,

            @Schema(minLength = 1, examples = "Why is the sky blue?")
            String content) {}

    private final JsonBody body;
    private final ChatReader reader;
    private final Generations generations;
    private final Callers callers;
    private final SecurityIdentity identity;
    private final ChatForm form;

    ChatResource(
            JsonBody body,
            ChatReader reader,
            Generations generations,
            Callers callers,
            SecurityIdentity identity,
            ObjectMapper json) {
        this.body = body;
        this.reader = reader;
        this.generations = generations;
        this.callers = callers;
        this.identity = identity;
        this.form = new ChatForm(json);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            summary = "Chat with a model",
            description =
                    "Holds the model's price, streams the answer, and charges when it is complete. The stream begins with "
                            + "the first token; what fails before it has a status of its own.")
    @RequestBody(content = @Content(schema = @Schema(implementation = ChatRequest.class)))
    @APIResponse(
            responseCode = "200",
            description = "Events hold, delta…, then receipt or error",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            examples = @ExampleObject(name = "answer", value = """
                                                    event: hold
                                                    data: {"generationId":"019aa1…","model":"openai/gpt-5.1","held":2,"remaining":48,"total":50}

                                                    event: delta
                                                    data: {"text":"Because "}

                                                    event: receipt
                                                    data: {"generationId":"019aa1…","charged":2,"remaining":48,"total":50,"usage":{"promptTokens":12,"completionTokens":80,"source":"PROVIDER"}}
                                                    """)))
    @APIResponse(responseCode = "402", description = "INSUFFICIENT_CREDITS or NO_SUBSCRIPTION")
    @APIResponse(
            responseCode = "409",
            description =
                    "GENERATION_ID_REUSED, GENERATION_IN_PROGRESS or GENERATION_ENDED: the idempotency key was used before")
    @APIResponse(responseCode = "502", description = "PROVIDER_FAILED; nothing charged")
    @APIResponse(responseCode = "503", description = "CREDIT_CHECK_FAILED or OVERLOADED; nothing charged")
    @APIResponse(responseCode = "504", description = "PROVIDER_TIMEOUT; nothing charged")
    public Uni<RestResponse<EventStream>> chat(
            @Parameter(schema = @Schema(minLength = 1, maxLength = 255, pattern = "^[\\x21-\\x7e]+$"))
                    @RestHeader("Idempotency-Key")
                    @Nullable String idempotencyKey,
            HttpServerRequest request) {
        var caller = callers.of(identity);
        return body.of(request, caller.userId())
                .map(reader::read)
                .map(ask -> generations.of(caller, ask, idempotencyKey))
                .chain(generation -> generation.stream(form)
                        .map(events -> events.responseBuilder()
                                .header("X-Generation-Id", generation.id())
                                .build()));
    }
}
