package dev.chatcredits.gateway.credit;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Not ready before the credit service has answered once: address and service token are right. Afterwards it may come and go; then callers
 * are told so by a 503 of ours, which a gateway taken out of service couldn't do.
 */
@Readiness
@Singleton
class CreditServiceReached implements HealthCheck {

    private final Prices prices;

    CreditServiceReached(Prices prices) {
        this.prices = prices;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("credit service was reached")
                .status(prices.known())
                .build();
    }
}
