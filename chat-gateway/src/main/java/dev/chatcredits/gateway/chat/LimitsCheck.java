package dev.chatcredits.gateway.chat;

import dev.chatcredits.gateway.completion.CompletionConfig;
import dev.chatcredits.gateway.credit.CreditConfig;
import dev.chatcredits.gateway.identity.IdentityConfig;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses to start with limits that contradict each other: a hold must not end while its generation can still be paid. */
@Startup
@Singleton
class LimitsCheck {

    private static final int MOST_RETRIES = 5;

    /** Some frames of an answer: with less, the first one that a provider makes a bit longer ends the stream. */
    private static final int LEAST_UNREAD = 16 * 1024;

    LimitsCheck(
            Limits limits,
            CompletionConfig completion,
            CreditConfig credit,
            IdentityConfig identity,
            @ConfigProperty(name = "quarkus.http.idle-timeout") Duration silence) {
        Map.of(
                        "gateway.limits.first-token", limits.firstToken(),
                        "gateway.limits.idle", limits.idle(),
                        "gateway.limits.total", limits.total(),
                        "gateway.limits.hold-life", limits.holdLife(),
                        "gateway.completion.publish-budget", completion.publishBudget(),
                        "gateway.completion.longest-pause", completion.longestPause(),
                        "gateway.credit.timeout", credit.timeout(),
                        "gateway.credit.breaker-delay", credit.breakerDelay(),
                        "gateway.credit.catalog-refresh", credit.catalogRefresh(),
                        "gateway.identity.patience", identity.patience())
                .forEach((key, value) -> require(value.toMillis() > 0, key, "must be longer than nothing"));
        Map.of(
                        "gateway.limits.per-user", limits.perUser(),
                        "gateway.limits.overall", limits.overall(),
                        "gateway.credit.connections", credit.connections(),
                        "gateway.credit.reads-per-user", credit.readsPerUser(),
                        "gateway.credit.background-tries", credit.backgroundTries(),
                        "gateway.credit.breaker-volume", credit.breakerVolume())
                .forEach((key, value) -> require(value >= 1, key, "must be at least 1"));
        require(
                limits.providerRetries() >= 0 && limits.providerRetries() <= MOST_RETRIES,
                "gateway.limits.provider-retries",
                "must be from 0 to " + MOST_RETRIES);
        require(
                limits.unread().asLongValue() >= LEAST_UNREAD,
                "gateway.limits.unread",
                "must be at least " + LEAST_UNREAD + " bytes");
        require(
                limits.firstToken().compareTo(limits.total()) <= 0,
                "gateway.limits.first-token",
                "can't be longer than gateway.limits.total");
        require(
                limits.idle().compareTo(limits.total()) <= 0,
                "gateway.limits.idle",
                "can't be longer than gateway.limits.total");
        require(
                timeToCharge(limits, completion, credit).compareTo(limits.holdLife()) < 0,
                "gateway.limits.total",
                "with gateway.completion.publish-budget and two gateway.credit.timeout must be shorter than"
                        + " gateway.limits.hold-life, " + limits.holdLife());
        // A whole answer is silent until it is charged: a connection that ends before would lose what was paid for.
        require(
                timeToCharge(limits, completion, credit).compareTo(silence) < 0,
                "quarkus.http.idle-timeout",
                "must be longer than gateway.limits.total with gateway.completion.publish-budget and two"
                        + " gateway.credit.timeout, " + timeToCharge(limits, completion, credit));
    }

    /** The longest way from a hold to the confirmation of its settlement: connecting and waiting each have the timeout. */
    private static Duration timeToCharge(Limits limits, CompletionConfig completion, CreditConfig credit) {
        return limits.total().plus(timeToSettle(completion, credit));
    }

    /** From the end of an answer to the confirmation of its settlement. */
    static Duration timeToSettle(CompletionConfig completion, CreditConfig credit) {
        return completion.publishBudget().plus(credit.timeout().multipliedBy(2));
    }

    private static void require(boolean condition, String key, String problem) {
        if (!condition) {
            throw new IllegalArgumentException(key + " " + problem);
        }
    }
}
