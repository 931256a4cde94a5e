package dev.chatcredits.gateway.identity;

import java.util.concurrent.ConcurrentHashMap;

/** Counts what each user has under way, so that nobody takes the gateway from all others. */
public final class PerUser {

    private final int limit;
    private final ConcurrentHashMap<String, Integer> underWay = new ConcurrentHashMap<>();

    /** Nobody gets more than {@code limit} at once. */
    public PerUser(int limit) {
        this.limit = limit;
    }

    /** Whether there was room for one more; who got it says when it ends, by {@link #leave}. */
    public boolean enter(String userId) {
        if (underWay.merge(userId, 1, Integer::sum) <= limit) {
            return true;
        }
        leave(userId);
        return false;
    }

    public void leave(String userId) {
        underWay.computeIfPresent(userId, (user, count) -> count == 1 ? null : count - 1);
    }
}
