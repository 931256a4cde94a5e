package dev.chatcredits.credit.support;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The service's clock in tests, in place of SystemClock's: the system's, which a test can move for a while. */
@Singleton
public final class MovedClock extends Clock {

    private static volatile Duration ahead = Duration.ZERO;

    /** Does something while the service believes that it is earlier. */
    public static void putBackBy(Duration earlier, Runnable meanwhile) {
        putForwardBy(earlier.negated(), meanwhile);
    }

    /** Does something while the service believes that it is later. */
    public static void putForwardBy(Duration later, Runnable meanwhile) {
        ahead = later;
        try {
            meanwhile.run();
        } finally {
            ahead = Duration.ZERO;
        }
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.fixed(instant(), zone);
    }
}
