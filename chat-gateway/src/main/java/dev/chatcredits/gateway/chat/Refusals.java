package dev.chatcredits.gateway.chat;

import dev.chatcredits.gateway.credit.HoldAnswer.Refused;
import dev.chatcredits.gateway.credit.Prices;
import dev.chatcredits.gateway.problem.Code;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Tells a caller why a generation can't start, with what they need to go on from there. */
@Singleton
class Refusals {

    private final Prices prices;
    private final String upgradeUrl;

    Refusals(
            Prices prices, @ConfigProperty(name = "gateway.upgrade-url", defaultValue = "/pricing") String upgradeUrl) {
        this.prices = prices;
        this.upgradeUrl = upgradeUrl;
    }

    HttpProblem problem(Refused refused, String generationId) {
        var body = refused.body();
        return switch (refused.why()) {
            case INSUFFICIENT_CREDITS, NO_SUBSCRIPTION -> credits(refused);
            case INVALID_REQUEST -> Code.invalid("model", "This model has no price.");
            default ->
                refused.why()
                        .because(
                                refused.why() == Code.GENERATION_ID_REUSED
                                        ? "The idempotency key was used for another request; a new request takes a new key."
                                        : "This request was made before; see what became of it. A new try takes a new key.")
                        .with("generationId", generationId)
                        .with("generationStatus", body.path("generationStatus").asText())
                        .with("statusUrl", Endings.statusUrl(generationId))
                        .build();
        };
    }

    private HttpProblem credits(Refused refused) {
        var body = refused.body();
        var remaining = body.path("remaining").asLong();
        var required = body.path("required").asLong();
        var detail = refused.why() == Code.NO_SUBSCRIPTION
                ? "There is no active subscription."
                : remaining + " credits are left, " + required + " are needed.";
        return refused.why()
                .because(detail)
                .with("remaining", remaining)
                .with("required", required)
                .with("upgradeUrl", upgradeUrl)
                .with("resetsAt", body.path("resetsAt").asText())
                .with("affordableModels", prices.affordable(remaining))
                .build();
    }
}
