package dev.chatcredits.gateway.chat;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Alive is a gateway whose timer runs: without it nothing ends a provider that hangs, and only a restart helps. */
@Liveness
@Singleton
class LimitsAreWatched implements HealthCheck {

    private final Running running;

    LimitsAreWatched(Running running) {
        this.running = running;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("limits are watched")
                .status(running.isWatching())
                .withData("generations", running.count())
                .build();
    }
}
