package dev.chatcredits.gateway.identity;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** The one clock of the gateway. */
class UtcClock {

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }
}
