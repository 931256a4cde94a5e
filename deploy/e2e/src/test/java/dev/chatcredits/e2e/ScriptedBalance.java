package dev.chatcredits.e2e;

import java.time.Instant;

/** A balance as the gateway tells it, of a period that goes on for long enough. */
record ScriptedBalance(String userId, long version, int total, int remaining, Instant periodEnd) {

    static final Instant FAR_AHEAD = Instant.parse("2099-01-01T00:00:00Z");

    ScriptedBalance(String userId, long version, int remaining) {
        this(userId, version, Math.max(50, remaining), remaining, FAR_AHEAD);
    }

    /** A first balance for a page that was just loaded. */
    static ScriptedBalance of(String userId, int remaining) {
        return new ScriptedBalance(userId, 1, remaining);
    }

    ScriptedBalance remaining(int remaining) {
        return new ScriptedBalance(userId, version + 1, total, remaining, periodEnd);
    }

    ScriptedBalance endingAt(Instant end) {
        return new ScriptedBalance(userId, version, total, remaining, end);
    }

    void to(ScriptedCall stream) {
        stream.event("balance", json());
    }

    String json() {
        return """
            {"userId":"%s","planId":"pro_user","planName":"Pro","hasSubscription":true,"total":%d,"used":%d,"held":0,"heldElsewhere":0,\
            "debt":0,"remaining":%d,"low":%b,"periodStart":"2026-01-01T00:00:00Z","periodEnd":"%s","version":%d,\
            "updatedAt":"2026-01-01T00:00:00Z"}\
            """.formatted(userId, total, total - remaining, remaining, remaining <= 5, periodEnd, version);
    }
}
