package dev.chatcredits.credit.account;

import dev.chatcredits.credit.balance.BalanceBody;
import dev.chatcredits.credit.catalog.Catalog;
import dev.chatcredits.credit.ledger.Command;
import dev.chatcredits.credit.ledger.GenerationId;
import dev.chatcredits.credit.ledger.Hold;
import dev.chatcredits.credit.ledger.Outcome;
import dev.chatcredits.credit.ledger.Proof;
import dev.chatcredits.credit.ledger.UserId;
import dev.chatcredits.credit.problem.Problems;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The life of a hold, for gateways. */
@Path("/internal/v1/holds/{generationId}")
@RolesAllowed("credits-service")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "holds")
class HoldResource {

    /** As events have it, too. */
    private static final int LONGEST_ATTEMPT = 128;

    private final CommandQueue queue;
    private final Ledger ledger;
    private final HoldLife holdLife;
    private final Catalog catalog;
    private final Clock clock;

    HoldResource(CommandQueue queue, Ledger ledger, HoldLife holdLife, Catalog catalog, Clock clock) {
        this.queue = queue;
        this.ledger = ledger;
        this.holdLife = holdLife;
        this.catalog = catalog;
        this.clock = clock;
    }

    /**
     * What a generation needs.
     *
     * @param requestHash HMAC of the canonical request; the id stands for it when left out
     * @param attempt one per request of a client; the id stands for it when left out
     */
    @Schema(requiredProperties = {"userId", "modelId", "subscription"})
    record PlaceHold(
            @Schema(minLength = 1, maxLength = 255, pattern = Requests.USER) @Nullable String userId,

            @Schema(minLength = 1, maxLength = 200, pattern = Requests.TEXT) @Nullable String modelId,

            @Nullable SubscriptionBody subscription,

            @Schema(minLength = 1, maxLength = 128, pattern = Requests.TEXT) @Nullable String requestHash,

            @Schema(minLength = 1, maxLength = 128, pattern = Requests.TEXT) @Nullable String attempt) {}

    /** Which generation was completed. */
    @Schema(requiredProperties = {"userId", "modelId"})
    record Settlement(
            @Schema(minLength = 1, maxLength = 255, pattern = Requests.USER) @Nullable String userId,

            @Schema(minLength = 1, maxLength = 200, pattern = Requests.TEXT) @Nullable String modelId) {}

    /**
     * Whose generation failed.
     *
     * @param attempt whose hold it gives back; left out, it is for any
     */
    @Schema(requiredProperties = "userId")
    record Release(
            @Schema(minLength = 1, maxLength = 255, pattern = Requests.USER) @Nullable String userId,

            @Schema(minLength = 1, maxLength = 128, pattern = Requests.TEXT) @Nullable String attempt) {}

    @PUT
    @Operation(summary = "Hold the credits of a generation before its model is called")
    @APIResponse(
            responseCode = "201",
            description = "held",
            content = @Content(schema = @Schema(implementation = HoldBody.class)))
    @APIResponse(responseCode = "200", description = "the same attempt held them already")
    @APIResponse(responseCode = "402", description = "INSUFFICIENT_CREDITS or NO_SUBSCRIPTION")
    @APIResponse(responseCode = "409", description = "GENERATION_ID_REUSED, GENERATION_IN_PROGRESS or GENERATION_ENDED")
    public Uni<RestResponse<HoldBody>> place(
            @Parameter(schema = @Schema(pattern = Requests.GENERATION)) @RestPath String generationId,
            @Nullable PlaceHold body) {
        PlaceHold request = Requests.required("body", body);
        String model = Requests.model(request.modelId());
        SubscriptionBody subscription = Requests.required("subscription", request.subscription());
        if (subscription.kindOrToken() != Proof.Kind.TOKEN) {
            throw Problems.invalid("subscription.kind", "a hold comes with a TOKEN proof; billing has its own route");
        }
        Command.PlaceHold command = new Command.PlaceHold(
                Requests.user(request.userId()),
                Requests.generation(generationId),
                model,
                price(model)
                        .orElseThrow(() -> Problems.invalid("modelId", "the model has no price; see credits.models")),
                subscription.proof(catalog, "subscription."),
                request.requestHash() == null ? null : Requests.text("requestHash", request.requestHash(), 128),
                attempt(request.attempt()),
                holdLife.duration());
        return Requests.submit(queue, command).map(result -> response(result, command.credits()));
    }

    @GET
    @Operation(summary = "What became of a generation")
    public Uni<HoldBody> get(
            @Parameter(schema = @Schema(pattern = Requests.GENERATION)) @RestPath String generationId,
            @Parameter(required = true, schema = @Schema(minLength = 1, maxLength = 255, pattern = Requests.USER))
                    @RestQuery
                    @Nullable String userId) {
        UserId user = Requests.user(userId);
        GenerationId generation = Requests.generation(generationId);
        return Requests.inTime(ledger.look(user, generation))
                .map(found -> found.flatMap(account -> Optional.ofNullable(
                                        account.holds().get(generation))
                                .map(hold -> HoldBody.of(hold, BalanceBody.of(account.balance(), catalog))))
                        .orElseThrow(() -> Problems.notFound("this user has no generation of that id")));
    }

    @POST
    @Path("settlement")
    @Operation(summary = "Charge a generation that was completed; idempotent")
    @APIResponse(responseCode = "200", description = "its hold is settled, now or before")
    @APIResponse(
            responseCode = "201",
            description = "there was no hold; it is charged",
            content = @Content(schema = @Schema(implementation = HoldBody.class)))
    public Uni<RestResponse<HoldBody>> settle(
            @Parameter(schema = @Schema(pattern = Requests.GENERATION)) @RestPath String generationId,
            @Nullable Settlement body) {
        Settlement request = Requests.required("body", body);
        String model = Requests.model(request.modelId());
        Command.Settle command = new Command.Settle(
                Requests.user(request.userId()),
                Requests.generation(generationId),
                model,
                price(model).orElse(null),
                clock.instant());
        return Requests.submit(queue, command).map(result -> response(result, 0));
    }

    @POST
    @Path("release")
    @Operation(
            summary = "Give back the credits of a generation that failed; idempotent",
            description =
                    "With an attempt, a hold of another attempt stays as it is: whoever doesn't know whether they hold"
                            + " anything gives back their own hold only. Where there is no hold yet, none can be placed any more.")
    @APIResponse(
            responseCode = "200",
            description = "the hold as it is now: RELEASED, HELD by another attempt, or ended before")
    public Uni<HoldBody> release(
            @Parameter(schema = @Schema(pattern = Requests.GENERATION)) @RestPath String generationId,
            @Nullable Release body) {
        Release request = Requests.required("body", body);
        Command.Release command = new Command.Release(
                Requests.user(request.userId()), Requests.generation(generationId), attempt(request.attempt()));
        return Requests.submit(queue, command).map(this::body);
    }

    private static @Nullable String attempt(@Nullable String value) {
        return value == null ? null : Requests.text("attempt", value, LONGEST_ATTEMPT);
    }

    private Optional<Long> price(String model) {
        if (!catalog.hasPrice(model)) {
            Log.warnf("model %s has no price; the default applies, unless it is set to be refused", model);
        }
        return catalog.price(model);
    }

    private RestResponse<HoldBody> response(Result result, long required) {
        return switch (result.outcome()) {
            case Outcome.Applied applied ->
                RestResponse.status(
                        isNew(result.command(), applied) ? RestResponse.Status.CREATED : RestResponse.Status.OK,
                        body(result));
            case Outcome.Replayed replayed -> RestResponse.ok(body(result));
            case Outcome.Refused refused ->
                throw Problems.refused(refused, BalanceBody.of(result.balance(), catalog), required);
        };
    }

    /** A hold is made by placing it, and by settling a generation that had none. */
    private static boolean isNew(Command command, Outcome.Applied applied) {
        Hold hold = Objects.requireNonNull(applied.hold());
        return command instanceof Command.PlaceHold || hold.draws().isEmpty();
    }

    private HoldBody body(Result result) {
        return HoldBody.of(Objects.requireNonNull(result.outcome().hold()), BalanceBody.of(result.balance(), catalog));
    }
}
