package dev.chatcredits.e2e.chaos;

import dev.chatcredits.e2e.chaos.Faults.Strike;
import dev.chatcredits.e2e.chaos.Ledger.Hold;
import dev.chatcredits.e2e.chaos.Ledger.Identity;
import dev.chatcredits.e2e.chaos.Log.DeadLetter;
import dev.chatcredits.e2e.chaos.Observed.Ending;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All that is to be compared when everything is quiet.
 *
 * @param strikes what was done to the parts
 * @param seen by clients
 * @param events of other producers, acknowledged
 * @param poison values of acknowledged records that nobody can read
 * @param letters in the DLQ
 * @param statuses what the status route says, of generations whose clients don't know
 * @param balances what people are shown
 * @param audit what the audit found
 * @param waiting clients that still wait
 */
record Evidence(
        List<Strike> strikes,
        List<Observed> seen,
        List<OtherProducers.Event> events,
        List<String> poison,
        Ledger ledger,
        List<DeadLetter> letters,
        Map<Identity, Status> statuses,
        Map<String, Balance> balances,
        List<String> audit,
        int waiting) {

    /** Whose key; null for a request that is never the same as another. */
    record Key(String user, @Nullable String key) {

        static Key of(Observed observed) {
            return new Key(observed.user(), observed.ask().key());
        }
    }

    /** As the status route gives it. */
    record Status(String status, long charged) {}

    /** As {@code /api/credits} gives it. */
    record Balance(long total, long used, long held, long heldElsewhere, long debt, long remaining) {}

    /** What clients saw of each generation: those who were told its id, and those who asked for it with a key and were told nothing. */
    Map<Identity, List<Observed>> byGeneration() {
        Map<Key, Set<String>> told = idsByKey();
        Map<Identity, List<Observed>> all = new HashMap<>();
        for (Observed observed : seen) {
            Set<String> ids = observed.generationId() == null
                    ? told.getOrDefault(Key.of(observed), Set.of())
                    : Set.of(observed.generationId());
            ids.forEach(id -> all.computeIfAbsent(new Identity(observed.user(), id), i -> new ArrayList<>())
                    .add(observed));
        }
        return all;
    }

    /** The ids that people were told under each key. */
    Map<Key, Set<String>> idsByKey() {
        Map<Key, Set<String>> ids = new HashMap<>();
        for (Observed observed : seen) {
            if (observed.ask().key() != null && observed.generationId() != null) {
                ids.computeIfAbsent(Key.of(observed), key -> new HashSet<>()).add(observed.generationId());
            }
        }
        return ids;
    }

    /** Generations that other producers told of. */
    Set<Identity> ofOthers() {
        return events.stream()
                .map(event -> new Identity(event.user(), event.generationId()))
                .collect(Collectors.toSet());
    }

    /** Generations that a client saw complete while their holds lived: these could end in one way only, by their charge, however late. */
    Set<Identity> completeInLife() {
        Map<Identity, List<Observed>> seen = byGeneration();
        return ledger.holds().stream()
                .filter(hold -> seen.getOrDefault(hold.id(), List.of()).stream()
                        .anyMatch(observed -> observed.is(Ending.COMPLETE)
                                && !observed.endedAt().isAfter(hold.expiresAt())))
                .map(Hold::id)
                .collect(Collectors.toSet());
    }
}
