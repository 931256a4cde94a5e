package dev.chatcredits.credit.account;

import dev.chatcredits.credit.balance.BalanceBody;
import dev.chatcredits.credit.catalog.Catalog;
import dev.chatcredits.credit.ledger.Command;
import dev.chatcredits.credit.ledger.Outcome;
import dev.chatcredits.credit.ledger.Proof;
import dev.chatcredits.credit.ledger.UserId;
import dev.chatcredits.credit.problem.Problems;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Balances, and the subscriptions that they follow from. */
@Path("/internal/v1/accounts/{userId}")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "accounts")
class AccountResource {

    private static final Set<String> MAY_PROVE_BILLING = Set.of("credits-billing", "credits-admin");

    private final CommandQueue queue;
    private final Ledger ledger;
    private final Catalog catalog;
    private final SecurityIdentity caller;

    AccountResource(CommandQueue queue, Ledger ledger, Catalog catalog, SecurityIdentity caller) {
        this.queue = queue;
        this.ledger = ledger;
        this.catalog = catalog;
        this.caller = caller;
    }

    @PUT
    @Path("subscription")
    @RolesAllowed({"credits-service", "credits-billing", "credits-admin"})
    @Operation(summary = "Say what a user's subscription is, and read the balance that follows from it")
    public Uni<BalanceBody> subscribe(
            @Parameter(schema = @Schema(minLength = 1, maxLength = 255, pattern = Requests.USER)) @RestPath
                    String userId,
            @Nullable SubscriptionBody body) {
        SubscriptionBody subscription = Requests.required("body", body);
        UserId user = Requests.user(userId);
        boolean may = subscription.kindOrToken() == Proof.Kind.TOKEN
                ? caller.hasRole("credits-service")
                : MAY_PROVE_BILLING.stream().anyMatch(caller::hasRole);
        if (!may) {
            throw Problems.forbidden(
                    "TOKEN proofs take the role credits-service, BILLING proofs credits-billing or credits-admin");
        }
        return Requests.submit(queue, new Command.Subscribe(user, subscription.proof(catalog, "")))
                .map(result -> {
                    // Nothing else of it can be refused.
                    if (result.outcome() instanceof Outcome.Refused) {
                        throw Problems.invalid("asOf", "asOf is more than 60 s in the future; check the clocks");
                    }
                    return BalanceBody.of(result.balance(), catalog);
                });
    }

    @GET
    @RolesAllowed({"credits-service", "credits-admin"})
    @Operation(summary = "Read a balance")
    public Uni<BalanceBody> balance(
            @Parameter(schema = @Schema(minLength = 1, maxLength = 255, pattern = Requests.USER)) @RestPath
                    String userId) {
        return Requests.known(ledger, Requests.user(userId)).map(account -> BalanceBody.of(account.balance(), catalog));
    }

    @GET
    @Path("explanation")
    @RolesAllowed({"credits-service", "credits-admin"})
    @Operation(
            summary = "Read how a balance comes about",
            description =
                    "The grants and open holds that the balance is the sum of, all as of one moment; nothing is written.")
    public Uni<ExplanationBody> explanation(
            @Parameter(schema = @Schema(minLength = 1, maxLength = 255, pattern = Requests.USER)) @RestPath
                    String userId) {
        return Requests.known(ledger.lookAtOpenHolds(Requests.user(userId)))
                .map(account -> ExplanationBody.of(account.explanation(), catalog));
    }
}
