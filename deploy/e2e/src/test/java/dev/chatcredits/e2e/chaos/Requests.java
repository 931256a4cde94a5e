package dev.chatcredits.e2e.chaos;

import dev.chatcredits.e2e.chaos.Ledger.Hold;
import dev.chatcredits.e2e.chaos.Observed.Ending;
import dev.chatcredits.e2e.chaos.Violation.Kind;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether each request led to one generation at most, and those with the same key to one together. */
final class Requests {

    private Requests() {}

    static List<Violation> answeredTwice(Evidence evidence) {
        Map<Evidence.Key, Set<String>> ids = evidence.idsByKey();
        Stream<String> keys = ids.entrySet().stream()
                .filter(each -> each.getValue().size() > 1)
                .map(each -> each.getKey() + " led to " + each.getValue());
        Map<String, Long> unexplained = unexplained(evidence);
        Map<String, Long> untold = untold(evidence.seen(), ids.keySet());
        Stream<String> people = unexplained.entrySet().stream()
                .filter(each -> each.getValue() > untold.getOrDefault(each.getKey(), 0L))
                .map(each -> each.getKey() + " has " + each.getValue()
                        + " generations that nobody was told of, and asked for "
                        + untold.getOrDefault(each.getKey(), 0L));
        return Stream.concat(keys, people)
                .map(what -> new Violation(Kind.DOUBLED, what))
                .toList();
    }

    /** How many generations the ledger has, by people, that no client was told of and no other producer sent. */
    private static Map<String, Long> unexplained(Evidence evidence) {
        Set<Ledger.Identity> explained = new HashSet<>(evidence.byGeneration().keySet());
        explained.addAll(evidence.ofOthers());
        return evidence.ledger().holds().stream()
                .map(Hold::id)
                .filter(id -> !explained.contains(id))
                .collect(Collectors.groupingBy(Ledger.Identity::user, Collectors.counting()));
    }

    /** How many requests, by people, reached the gateway without being told an id; those with the same key are one. */
    private static Map<String, Long> untold(Collection<Observed> seen, Set<Evidence.Key> told) {
        return seen.stream()
                .filter(observed -> observed.generationId() == null && !observed.is(Ending.UNREACHED))
                .filter(observed -> !told.contains(Evidence.Key.of(observed)))
                .collect(Collectors.groupingBy(
                        Observed::user,
                        Collectors.collectingAndThen(
                                Collectors.mapping(
                                        observed ->
                                                observed.ask().key() == null ? new Object() : Evidence.Key.of(observed),
                                        Collectors.toSet()),
                                requests -> (long) requests.size())));
    }
}
