package dev.chatcredits.e2e.chaos;

import dev.chatcredits.e2e.chaos.Fault.Aim;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the clients are waiting for just now. */
final class Watch {

    private final Map<Sight, Aim> running = new ConcurrentHashMap<>();

    void now(Sight sight, Aim waitsFor) {
        running.put(sight, waitsFor);
    }

    void over(Sight sight) {
        running.remove(sight);
    }

    boolean anyWaitsFor(Aim aim) {
        return running.containsValue(aim);
    }
}
