package dev.chatcredits.credit.ledger;

import java.time.Instant;

/**
 * A half-open span of time.
 *
 * @param start the first instant that belongs to it
 * @param end the first instant that doesn't
 */
public record Period(Instant start, Instant end) {

    public Period {
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException("a period starts before it ends: " + start + " to " + end);
        }
    }

    public boolean contains(Instant instant) {
        return !instant.isBefore(start) && instant.isBefore(end);
    }
}
