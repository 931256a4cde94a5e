package dev.chatcredits.e2e;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for a condition, never for a time. */
public final class Wait {

    private static final Duration PAUSE = Duration.ofMillis(50);

    private Wait() {}

    public static void until(String what, Duration limit, BooleanSupplier condition) {
        value(what, limit, condition::getAsBoolean, holds -> holds);
    }

    /** The first value of which the condition holds. */
    public static <T> T value(String what, Duration limit, Supplier<T> supplier, Predicate<T> condition) {
        Instant end = Instant.now().plus(limit);
        while (true) {
            T value = supplier.get();
            if (condition.test(value)) {
                return value;
            }
            if (Instant.now().isAfter(end)) {
                throw new AssertionError(what + ": not within " + limit.toSeconds() + " s; last seen: " + value);
            }
            aMoment();
        }
    }

    /** Between two looks. */
    public static void aMoment() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
