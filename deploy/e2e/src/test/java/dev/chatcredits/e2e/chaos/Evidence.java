package dev.chatcredits.e2e.chaos;

import dev.chatcredits.e2e.chaos.Ledger.Hold;
import dev.chatcredits.e2e.chaos.Ledger.Identity;
import dev.chatcredits.e2e.chaos.Log.DeadLetter;
import dev.chatcredits.e2e.chaos.Observed.Ending;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All that is to be compared when everything is quiet.
 *
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
        List<Observed> seen,
        List<OtherProducers.Event> events,
        List<String> poison,
        Ledger ledger,
        List<DeadLetter> letters,
        Map<Identity, Status> statuses,
        Map<String, Balance> balances,
        List<String> audit,
        int waiting) {

    /** As the status route gives it. */
    record Status(String status, long charged) {}

    /** As {@code /api/credits} gives it. */
    record Balance(long total, long used, long held, long heldElsewhere, long debt, long remaining) {}

    /** What clients saw of each generation that they were told the id of. */
    Map<Identity, List<Observed>> byGeneration() {
        return seen.stream()
                .filter(observed -> observed.generationId() != null)
                .collect(Collectors.groupingBy(
                        observed -> new Identity(observed.user(), String.valueOf(observed.generationId()))));
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
                        .anyMatch(observed ->
                                observed.is(Ending.COMPLETE) && !observed.endedAt().isAfter(hold.expiresAt())))
                .map(Hold::id)
                .collect(Collectors.toSet());
    }
}
