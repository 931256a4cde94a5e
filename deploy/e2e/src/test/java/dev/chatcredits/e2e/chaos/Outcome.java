package dev.chatcredits.e2e.chaos;

import dev.chatcredits.e2e.chaos.Ledger.Hold;
import dev.chatcredits.e2e.chaos.Ledger.Identity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a trial ended. */
record Outcome(Evidence evidence, List<Faults.Strike> strikes, List<Violation> violations) {

    /** How many generations waited for what at a moment. */
    record Moment(int forHold, int forWords, int forAcknowledgement) {}

    /** What was under way when each fault struck. */
    List<Moment> moments() {
        Map<Identity, Hold> holds =
                evidence.ledger().holds().stream().collect(Collectors.toMap(Hold::id, Function.identity()));
        return strikes.stream().map(strike -> moment(strike.at(), holds)).toList();
    }

    private Moment moment(Instant at, Map<Identity, Hold> holds) {
        int forHold = 0;
        int forWords = 0;
        int forAcknowledgement = 0;
        for (Observed seen : evidence.seen()) {
            if (!isIn(at, seen.sentAt(), seen.endedAt())) {
                continue;
            }
            Instant held = heldAt(holds.get(new Identity(seen.user(), String.valueOf(seen.generationId()))), seen);
            Instant lastWord = seen.lastWordAt() == null ? seen.endedAt() : seen.lastWordAt();
            if (at.isBefore(held)) {
                forHold++;
            } else if (at.isBefore(lastWord)) {
                forWords++;
            } else {
                forAcknowledgement++;
            }
        }
        return new Moment(forHold, forWords, forAcknowledgement);
    }

    private static Instant heldAt(@Nullable Hold hold, Observed seen) {
        return hold == null || hold.createdAt().isAfter(seen.endedAt()) ? seen.endedAt() : hold.createdAt();
    }

    private static boolean isIn(Instant at, Instant from, Instant until) {
        return !at.isBefore(from) && at.isBefore(until);
    }
}
