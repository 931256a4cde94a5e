package dev.chatcredits.credit.completion;

import dev.chatcredits.credit.support.Await;
import dev.chatcredits.credit.support.Gateway;
import dev.chatcredits.credit.support.MovedClock;
import jakarta.inject.Singleton;
import java.time.Duration;

/** The sweeps that tests ask for, beside those of the schedule. */
@Singleton
class Sweeps {

    private static final Duration A_HOLDS_LIFE = Duration.ofMinutes(16);

    private final HoldSweeper sweeper;

    Sweeps(HoldSweeper sweeper) {
        this.sweeper = sweeper;
    }

    void now() {
        sweeper.sweep().await().atMost(Duration.ofSeconds(20));
    }

    void afterAHoldsLife() {
        MovedClock.putForwardBy(A_HOLDS_LIFE, this::now);
    }

    /** After a hold's life. */
    void awaitExpiry(String user, String generation) {
        MovedClock.putForwardBy(A_HOLDS_LIFE, () -> untilExpired(user, generation));
    }

    void untilExpired(String user, String generation) {
        Await.until(generation + " expires", () -> {
            now();
            return Gateway.status(user, generation).equals("EXPIRED");
        });
    }
}
