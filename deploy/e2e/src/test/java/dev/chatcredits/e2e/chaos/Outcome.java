package dev.chatcredits.e2e.chaos;

import dev.chatcredits.e2e.chaos.Faults.Strike;
import dev.chatcredits.e2e.chaos.Ledger.Hold;
import dev.chatcredits.e2e.chaos.Ledger.Identity;
import dev.chatcredits.e2e.chaos.Observed.Ending;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a trial ended. */
record Outcome(Evidence evidence, List<Violation> violations) {

    /** How many generations waited for what at a moment. */
    record Moment(int forHold, int forWords, int forAcknowledgement) {}

    /** What was under way when each fault struck. */
    List<Moment> moments() {
        Map<Identity, Hold> holds =
                evidence.ledger().holds().stream().collect(Collectors.toMap(Hold::id, Function.identity()));
        return evidence.strikes().stream().map(strike -> moment(strike, holds)).toList();
    }

    /** Who waited for the same from before the fault until it was done, or cut them off. SIGTERM is there at once, and cuts nobody off. */
    private Moment moment(Strike strike, Map<Identity, Hold> holds) {
        Instant done = strike.fault().kind() == Fault.Kind.STOP ? strike.at() : strike.done();
        int forHold = 0;
        int forWords = 0;
        int forAcknowledgement = 0;
        for (Observed seen : evidence.seen()) {
            Instant end = seen.is(Ending.CUT_OFF) && seen.endedAt().isAfter(strike.at()) ? Instant.MAX : seen.endedAt();
            Instant held = heldAt(holds.get(new Identity(seen.user(), String.valueOf(seen.generationId()))), seen, end);
            Instant lastWord = seen.lastWordAt() == null ? end : seen.lastWordAt();
            if (seen.is(Ending.UNREACHED)) {
                continue;
            }
            if (covers(seen.sentAt(), held, strike.at(), done)) {
                forHold++;
            } else if (covers(held, lastWord, strike.at(), done)) {
                forWords++;
            } else if (covers(lastWord, end, strike.at(), done)) {
                forAcknowledgement++;
            }
        }
        return new Moment(forHold, forWords, forAcknowledgement);
    }

    private static Instant heldAt(@Nullable Hold hold, Observed seen, Instant otherwise) {
        return hold == null || hold.createdAt().isAfter(seen.endedAt()) ? otherwise : hold.createdAt();
    }

    private static boolean covers(Instant from, Instant until, Instant at, Instant done) {
        return !at.isBefore(from) && done.isBefore(until);
    }
}
