package dev.chatcredits.e2e.chaos;

import dev.chatcredits.e2e.chaos.Ledger.Identity;
import dev.chatcredits.e2e.chaos.Observed.Ending;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** The figures of one trial, or the sums of many, by the names that the table has. */
record Figures(Map<String, Long> byName) {

    private static final List<Violation.Kind> FIRST_OF_VIOLATIONS =
            List.of(Violation.Kind.LOST, Violation.Kind.DOUBLED, Violation.Kind.OVERSPENT, Violation.Kind.LEAKED);

    private static final Set<String> IN_SHORT = Set.of(
            "requests",
            "generations",
            "complete",
            "faults",
            "in hold",
            "in stream",
            "in ack",
            "lost",
            "doubled",
            "overspent",
            "leaked",
            "other",
            "events' debt",
            "other debt");

    static Figures of(Outcome outcome) {
        Evidence evidence = outcome.evidence();
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("requests", (long) evidence.seen().size());
        figures.put(
                "generations",
                count(evidence.ledger().holds(), hold -> !hold.draws().isEmpty()));
        endings(evidence.seen(), figures);
        figures.put("events", (long) evidence.events().size());
        figures.put("poison", (long) evidence.poison().size());
        figures.put("faults", (long) evidence.strikes().size());
        for (Fault.Kind kind : Fault.Kind.values()) {
            figures.put(
                    name(kind),
                    count(evidence.strikes(), strike -> strike.fault().kind() == kind));
        }
        List<Outcome.Moment> moments = outcome.moments();
        figures.put("in hold", sum(moments, Outcome.Moment::forHold));
        figures.put("in stream", sum(moments, Outcome.Moment::forWords));
        figures.put("in ack", sum(moments, Outcome.Moment::forAcknowledgement));
        for (Violation.Kind kind : FIRST_OF_VIOLATIONS) {
            figures.put(name(kind), count(outcome.violations(), violation -> violation.kind() == kind));
        }
        figures.put("other", count(outcome.violations(), violation -> !FIRST_OF_VIOLATIONS.contains(violation.kind())));
        Set<Identity> ofOthers = evidence.ofOthers();
        figures.put("events' debt", debt(evidence, ofOthers::contains));
        figures.put("other debt", debt(evidence, id -> !ofOthers.contains(id)));
        return new Figures(figures);
    }

    private static long debt(Evidence evidence, Predicate<Identity> whose) {
        return sum(
                evidence.ledger().takings().filter(Ledger.Entry::isDebt).toList(),
                entry -> whose.test(new Identity(entry.user(), String.valueOf(entry.generation())))
                        ? -entry.credits()
                        : 0);
    }

    private static void endings(List<Observed> seen, Map<String, Long> figures) {
        figures.put("complete", count(seen, each -> each.is(Ending.COMPLETE)));
        figures.put("failed", count(seen, each -> each.is(Ending.FAILED)));
        figures.put("unknown", count(seen, each -> each.is(Ending.UNKNOWN)));
        figures.put("refused", count(seen, each -> each.is(Ending.REFUSED) || each.is(Ending.REPEATED)));
        figures.put("away", count(seen, each -> each.is(Ending.TURNED_AWAY)));
        figures.put("unreached", count(seen, each -> each.is(Ending.UNREACHED)));
        figures.put("cut off", count(seen, each -> each.is(Ending.CUT_OFF)));
        figures.put("left", count(seen, each -> each.is(Ending.LEFT)));
    }

    private static <T> long count(List<T> list, Predicate<T> which) {
        return list.stream().filter(which).count();
    }

    private static <T> long sum(List<T> list, ToLongFunction<T> figure) {
        return list.stream().mapToLong(figure).sum();
    }

    private static String name(Enum<?> kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    Figures plus(Figures other) {
        Map<String, Long> sums = new LinkedHashMap<>(byName);
        other.byName.forEach((name, figure) -> sums.merge(name, figure, Long::sum));
        return new Figures(sums);
    }

    long of(String name) {
        return byName.getOrDefault(name, 0L);
    }

    /** The columns that README.md quotes. */
    Figures inShort() {
        Map<String, Long> some = new LinkedHashMap<>(byName);
        some.keySet().retainAll(IN_SHORT);
        return new Figures(some);
    }

    /** Columns as wide as their heads, a line for each row. */
    static String table(Map<String, Figures> rows) {
        List<String> heads = rows.values().stream()
                .flatMap(row -> row.byName.keySet().stream())
                .distinct()
                .toList();
        List<String> lines = new ArrayList<>();
        lines.add(line("seed", heads.stream()));
        lines.add(line("---", heads.stream().map(head -> "-".repeat(head.length() - 1) + ":")));
        rows.forEach((name, row) -> lines.add(line(
                name,
                heads.stream().map(head -> ("%" + head.length() + "d").formatted(row.byName.getOrDefault(head, 0L))))));
        return String.join("\n", lines);
    }

    private static String line(String first, Stream<String> cells) {
        return "| %5s | ".formatted(first) + String.join(" | ", cells.toList()) + " |";
    }
}
