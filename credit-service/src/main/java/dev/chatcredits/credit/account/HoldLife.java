package dev.chatcredits.credit.account;

import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.time.Duration;

/** How long a hold lives when nobody ends it. Refuses to start with a life that a generation can outlive. */
@Singleton
@Startup
class HoldLife {

    private final Duration duration;

    HoldLife(LedgerConfig config) {
        duration = config.holdLife();
        if (duration.compareTo(config.longestGeneration()) <= 0) {
            throw new IllegalArgumentException(
                    "credits.ledger.hold-life: must be longer than credits.ledger.longest-generation ("
                            + config.longestGeneration() + "), is " + duration);
        }
    }

    Duration duration() {
        return duration;
    }
}
