package dev.chatcredits.credit.support;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that moves by hand only, also backwards. */
public final class HandClock extends Clock {

    private volatile Instant now;

    public HandClock(Instant begin) {
        now = begin;
    }

    public void move(Duration later) {
        now = now.plus(later);
    }

    public void set(Instant instant) {
        now = instant;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.fixed(now, zone);
    }
}
