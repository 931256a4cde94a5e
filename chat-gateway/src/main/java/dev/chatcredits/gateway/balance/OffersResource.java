package dev.chatcredits.gateway.balance;

import dev.chatcredits.gateway.credit.Catalog;
import dev.chatcredits.gateway.credit.CreditClient;
import dev.chatcredits.gateway.credit.Prices;
import dev.chatcredits.gateway.identity.Callers;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What can be had: models by generation, plans by period. */
@Path("/api")
@Authenticated
@Tag(name = "offers")
class OffersResource {

    /** The models that are served, with what a generation costs. */
    record Models(List<Catalog.Model> models) {}

    /** All plans. */
    record Plans(List<Plan> plans) {}

    /**
     * A plan.
     *
     * @param credits per period
     * @param highlights what else people get by it, in the operator's words; to be shown as text
     * @param current whether it is the caller's
     */
    record Plan(String id, String name, long credits, List<String> highlights, boolean current) {}

    private final Prices prices;
    private final CreditClient credit;
    private final Callers callers;
    private final SecurityIdentity identity;

    OffersResource(Prices prices, CreditClient credit, Callers callers, SecurityIdentity identity) {
        this.prices = prices;
        this.credit = credit;
        this.callers = callers;
        this.identity = identity;
    }

    @GET
    @Path("models")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "List the models that are served, with their prices")
    public Uni<Models> models() {
        return prices.models().map(Models::new);
    }

    @GET
    @Path("plans")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "List the plans, with the caller's own marked")
    public Uni<Plans> plans() {
        var caller = callers.of(identity);
        return Uni.combine()
                .all()
                .unis(prices.catalog(), credit.balance(caller.userId(), caller.subscription()))
                .with((catalog, balance) -> {
                    var current = balance.planId().orElse("");
                    return new Plans(catalog.plans().stream()
                            .map(plan -> new Plan(
                                    plan.id(),
                                    plan.name(),
                                    plan.credits(),
                                    plan.highlights(),
                                    plan.id().equals(current)))
                            .toList());
                });
    }
}
