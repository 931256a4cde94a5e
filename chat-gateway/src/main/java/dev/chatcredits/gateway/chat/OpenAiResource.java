package dev.chatcredits.gateway.chat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatcredits.gateway.body.JsonBody;
import dev.chatcredits.gateway.credit.Catalog;
import dev.chatcredits.gateway.credit.Prices;
import dev.chatcredits.gateway.identity.Callers;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
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

/** The OpenAI API, for any SDK that can change its base URL. */
@Path("/v1")
@Authenticated
@Tag(name = "openai")
class OpenAiResource {

    private static final String REQUEST = """
            {"model": "openai/gpt-5.1", "messages": [{"role": "user", "content": "Why is the sky blue?"}], "stream": false}
            """;

    /** What is read here of a request; read strictly by {@link OpenAiReader}, this is its description. */
    @Schema(
            requiredProperties = {"model", "messages"},
            additionalProperties = Schema.True.class)
    record CompletionRequest(
            @Schema(minLength = 1, examples = "openai/gpt-5.1")
            String model,

            @Schema(minItems = 1) List<Message> messages,
            boolean stream,
            @Schema(enumeration = "1") int n) {}

    /** One turn of the conversation; the rest of it is for the provider. */
    @Schema(
            requiredProperties = {"role", "content"},
            additionalProperties = Schema.True.class)
    record Message(
            @Schema(minLength = 1, examples = "user") String role,

            @Schema(minLength = 1, examples = "Why is the sky blue?", description = "or a list of parts")
            Object content) {}

    /** The list of models in OpenAI's form. */
    record Models(String object, List<Model> data) {}

    /** A model in OpenAI's form, with its price. */
    record Model(
            String id,
            String object,
            long created,
            @JsonProperty("owned_by") String ownedBy,
            long credits) {

        static Model of(Catalog.Model model) {
            var slash = model.id().indexOf('/');
            return new Model(
                    model.id(), "model", 0, slash < 0 ? "gateway" : model.id().substring(0, slash), model.credits());
        }
    }

    private final JsonBody body;
    private final OpenAiReader reader;
    private final Generations generations;
    private final Prices prices;
    private final Callers callers;
    private final SecurityIdentity identity;
    private final ObjectMapper json;

    OpenAiResource(
            JsonBody body,
            OpenAiReader reader,
            Generations generations,
            Prices prices,
            Callers callers,
            SecurityIdentity identity,
            ObjectMapper json) {
        this.body = body;
        this.reader = reader;
        this.generations = generations;
        this.prices = prices;
        this.callers = callers;
        this.identity = identity;
        this.json = json;
    }

    @POST
    @Path("chat/completions")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Create a chat completion",
            description =
                    "As OpenAI's route of this name. Fields that it doesn't know go to the provider, except those that "
                            + "change the price or the place. Errors have OpenAI's form, with our codes.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CompletionRequest.class),
                            examples = @ExampleObject(name = "question", value = REQUEST)))
    @APIResponse(
            responseCode = "200",
            description =
                    "The completion; its receipt in X-Credits-Charged and X-Credits-Remaining. With stream: chunks, the "
                            + "receipt as the member credits of the last.",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON),
                @Content(mediaType = MediaType.SERVER_SENT_EVENTS)
            })
    @APIResponse(
            responseCode = "402",
            description = "INSUFFICIENT_CREDITS or NO_SUBSCRIPTION, of type insufficient_quota")
    @APIResponse(
            responseCode = "409",
            description =
                    "GENERATION_ID_REUSED, GENERATION_IN_PROGRESS or GENERATION_ENDED: the idempotency key was used before")
    @APIResponse(responseCode = "502", description = "PROVIDER_FAILED; nothing charged")
    @APIResponse(
            responseCode = "503",
            description =
                    "CREDIT_CHECK_FAILED or OVERLOADED; nothing charged. Without stream also OUTCOME_UNKNOWN: complete, but "
                            + "whether it was charged isn't known yet")
    @APIResponse(responseCode = "504", description = "PROVIDER_TIMEOUT; nothing charged")
    public Uni<RestResponse<?>> complete(
            @Parameter(schema = @Schema(minLength = 1, maxLength = 255, pattern = "^[\\x21-\\x7e]+$"))
                    @RestHeader("Idempotency-Key")
                    @Nullable String idempotencyKey,
            HttpServerRequest request) {
        var caller = callers.of(identity);
        return body.of(request, caller.userId()).map(reader::read).chain(ask -> {
            var generation = generations.of(caller, ask, idempotencyKey);
            return ask.stream() ? streamed(generation, ask) : whole(generation);
        });
    }

    @GET
    @Path("models")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "List the models that are served, with their prices")
    public Uni<Models> models() {
        return prices.models()
                .map(models -> new Models("list", models.stream().map(Model::of).toList()));
    }

    private Uni<RestResponse<?>> streamed(Generation generation, Ask ask) {
        return generation.stream(new OpenAiForm(json, ask.wantsUsage()))
                .map(events -> events.responseBuilder()
                        .header("X-Generation-Id", generation.id())
                        .build());
    }

    private Uni<RestResponse<?>> whole(Generation generation) {
        return generation.whole().map(complete -> {
            ObjectNode answer = complete.answer().last().getFirst();
            var receipt = complete.receipt();
            return RestResponse.ResponseBuilder.ok(answer, MediaType.APPLICATION_JSON)
                    .header("X-Generation-Id", receipt.generationId())
                    .header("X-Credits-Charged", receipt.charged())
                    .header("X-Credits-Remaining", receipt.remaining())
                    .build();
        });
    }
}
