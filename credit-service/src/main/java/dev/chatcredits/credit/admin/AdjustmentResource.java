package dev.chatcredits.credit.admin;

import dev.chatcredits.credit.account.CommandQueue;
import dev.chatcredits.credit.account.Ledger;
import dev.chatcredits.credit.account.Requests;
import dev.chatcredits.credit.balance.BalanceBody;
import dev.chatcredits.credit.catalog.Catalog;
import dev.chatcredits.credit.ledger.Adjustment;
import dev.chatcredits.credit.ledger.Command;
import dev.chatcredits.credit.ledger.Outcome;
import dev.chatcredits.credit.problem.Problems;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Changes of a balance by an admin, each with a reason and who did it. */
@Path("/admin/v1/accounts/{userId}")
@RolesAllowed("credits-admin")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "admin")
class AdjustmentResource {

    /** More than anybody means; a slip of the keyboard is refused. */
    private static final long MOST_CREDITS = 1_000_000;

    private static final int LONGEST_REASON = 500;

    private final CommandQueue queue;
    private final Ledger ledger;
    private final Catalog catalog;
    private final SecurityIdentity caller;

    AdjustmentResource(CommandQueue queue, Ledger ledger, Catalog catalog, SecurityIdentity caller) {
        this.queue = queue;
        this.ledger = ledger;
        this.catalog = catalog;
        this.caller = caller;
    }

    /** Credits to give, or to take when negative. */
    @Schema(requiredProperties = {"credits", "reason"})
    record Credits(
            @Schema(minimum = "-" + MOST_CREDITS, maximum = "" + MOST_CREDITS, description = "not 0") @Nullable Long credits,

            @Schema(minLength = 1, maxLength = LONGEST_REASON, pattern = Requests.TEXT) @Nullable String reason) {}

    /** Why what was used is given back. */
    @Schema(requiredProperties = "reason")
    record Reset(
            @Schema(minLength = 1, maxLength = LONGEST_REASON, pattern = Requests.TEXT) @Nullable String reason) {}

    @POST
    @Path("adjustments")
    @Operation(summary = "Give credits for the current period, or take some that remain")
    @APIResponse(responseCode = "200", description = "the balance that follows from it")
    @APIResponse(responseCode = "409", description = "BELOW_USED_AND_HELD or IDEMPOTENCY_KEY_REUSED")
    public Uni<BalanceBody> adjust(
            @Parameter(schema = @Schema(minLength = 1, maxLength = 255, pattern = Requests.USER)) @RestPath
                    String userId,
            @Parameter(required = true, schema = @Schema(minLength = 1, maxLength = 128, pattern = Requests.TEXT))
                    @RestHeader("Idempotency-Key")
                    @Nullable String key,
            @Nullable Credits body) {
        Credits request = body == null ? new Credits(null, null) : body;
        Long credits = request.credits();
        if (credits == null || credits == 0 || credits < -MOST_CREDITS || credits > MOST_CREDITS) {
            throw Problems.invalid(
                    "credits",
                    "credits must be a whole number from -" + MOST_CREDITS + " to " + MOST_CREDITS + ", not 0");
        }
        return apply(userId, key, Adjustment.Kind.CREDITS, credits, request.reason());
    }

    @POST
    @Path("reset")
    @Operation(summary = "Give back what was used in the current period, and forgive its debt")
    @APIResponse(responseCode = "200", description = "the balance that follows from it")
    @APIResponse(responseCode = "409", description = "IDEMPOTENCY_KEY_REUSED")
    public Uni<BalanceBody> reset(
            @Parameter(schema = @Schema(minLength = 1, maxLength = 255, pattern = Requests.USER)) @RestPath
                    String userId,
            @Parameter(required = true, schema = @Schema(minLength = 1, maxLength = 128, pattern = Requests.TEXT))
                    @RestHeader("Idempotency-Key")
                    @Nullable String key,
            @Nullable Reset body) {
        return apply(userId, key, Adjustment.Kind.RESET, 0, body == null ? null : body.reason());
    }

    @DELETE
    @Path("billing")
    @Operation(summary = "Let the claims of tokens say again what the plan is")
    public Uni<BalanceBody> liftBilling(
            @Parameter(schema = @Schema(minLength = 1, maxLength = 255, pattern = Requests.USER)) @RestPath
                    String userId) {
        return apply(new Command.LiftBilling(Requests.user(userId)));
    }

    private Uni<BalanceBody> apply(
            String userId, @Nullable String key, Adjustment.Kind kind, long credits, @Nullable String reason) {
        return apply(new Command.Adjust(
                Requests.user(userId),
                new Adjustment(
                        Requests.text("Idempotency-Key", key, 128),
                        kind,
                        credits,
                        Requests.text("reason", reason, LONGEST_REASON),
                        caller.getPrincipal().getName())));
    }

    /** A mistyped id must not make an account. */
    private Uni<BalanceBody> apply(Command command) {
        return Requests.known(ledger, command.user())
                .flatMap(known -> Requests.submit(queue, command))
                .map(result -> {
                    BalanceBody balance = BalanceBody.of(result.balance(), catalog);
                    if (result.outcome() instanceof Outcome.Refused refused) {
                        throw Problems.refused(refused, balance, 0);
                    }
                    return balance;
                });
    }
}
