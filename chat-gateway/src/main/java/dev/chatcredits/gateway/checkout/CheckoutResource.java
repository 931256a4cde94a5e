package dev.chatcredits.gateway.checkout;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatcredits.gateway.body.JsonBody;
import dev.chatcredits.gateway.credit.Catalog;
import dev.chatcredits.gateway.credit.CreditClient;
import dev.chatcredits.gateway.credit.Prices;
import dev.chatcredits.gateway.identity.Callers;
import dev.chatcredits.gateway.identity.Subscription;
import dev.chatcredits.gateway.problem.Code;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.URLEncoder;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Chooses a plan. */
@Path("/api/checkout")
@Authenticated
@Tag(name = "offers")
class CheckoutResource {

    /** The plan to be bought. */
    @Schema(requiredProperties = "planId")
    record Purchase(
            @Schema(minLength = 1, maxLength = 200, examples = "pro_user")
            String planId) {}

    /** Where it is paid. */
    record Checkout(String checkoutUrl) {}

    private final CheckoutConfig config;
    private final JsonBody body;
    private final Prices prices;
    private final CreditClient credit;
    private final Callers callers;
    private final SecurityIdentity identity;
    private final Clock clock;

    CheckoutResource(
            CheckoutConfig config,
            JsonBody body,
            Prices prices,
            CreditClient credit,
            Callers callers,
            SecurityIdentity identity,
            Clock clock) {
        this.config = config;
        this.body = body;
        this.prices = prices;
        this.credit = credit;
        this.callers = callers;
        this.identity = identity;
        this.clock = clock;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Choose a plan",
            description = "Gives the address of the checkout; in the local platform, the new balance.")
    @RequestBody(content = @Content(schema = @Schema(implementation = Purchase.class)))
    @APIResponse(
            responseCode = "200",
            description = "Where it is paid",
            content = @Content(schema = @Schema(implementation = Checkout.class)))
    @APIResponse(responseCode = "404", description = "NOT_FOUND: no plans are sold here")
    @APIResponse(responseCode = "503", description = "CREDIT_CHECK_FAILED or OVERLOADED")
    public Uni<Object> checkout(HttpServerRequest request) {
        var userId = callers.of(identity).userId();
        return Uni.combine()
                .all()
                .unis(body.of(request, userId), prices.catalog())
                .with(CheckoutResource::plan)
                .chain(planId -> config.local() ? change(userId, planId) : pay(userId, planId));
    }

    private static String plan(ObjectNode body, Catalog catalog) {
        var planId = body.path("planId").asText("");
        if (catalog.plans().stream().noneMatch(plan -> plan.id().equals(planId))) {
            throw Code.invalid("planId", "There is no such plan; see the list of plans.");
        }
        return planId;
    }

    private Uni<Object> change(String userId, String planId) {
        return credit.balance(userId, Subscription.bought(planId, clock.instant()))
                .map(balance -> balance);
    }

    private Uni<Object> pay(String userId, String planId) {
        var template = config.url().orElseThrow(() -> Code.NOT_FOUND.problem("No plans are sold here."));
        var url = template.replace("{planId}", encoded(planId)).replace("{userId}", encoded(userId));
        return Uni.createFrom().item(new Checkout(url));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
}
