package dev.chatcredits.e2e.chaos;

import dev.chatcredits.e2e.chaos.Ledger.Identity;
import dev.chatcredits.e2e.chaos.Log.DeadLetter;
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

    /** Generations that were asked for more than once, and may have been released in between. */
    Set<Identity> askedAgain() {
        return byGeneration().entrySet().stream()
                .filter(each -> each.getValue().size() > 1)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
