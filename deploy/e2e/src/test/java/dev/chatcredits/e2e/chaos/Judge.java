package dev.chatcredits.e2e.chaos;

import dev.chatcredits.e2e.chaos.Ledger.Hold;
import dev.chatcredits.e2e.chaos.Ledger.Identity;
import dev.chatcredits.e2e.chaos.Log.DeadLetter;
import dev.chatcredits.e2e.chaos.Observed.Ending;
import dev.chatcredits.e2e.chaos.Violation.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares what clients saw with what the ledger, the DLQ and the API say. Pure: it only reads the evidence. */
final class Judge {

    /** After these nothing is charged, unless somebody else asked for the same generation. */
    private static final Set<Ending> NOT_CHARGED = EnumSet.of(Ending.FAILED, Ending.REFUSED, Ending.TURNED_AWAY);

    /** What says nothing about a charge. */
    private static final Set<Ending> SILENT = EnumSet.of(Ending.REPEATED, Ending.UNREACHED);

    /** A client may notice late that the gateway has ended, but long before the gateway is there again. */
    private static final Duration NOTICED = Duration.ofSeconds(1);

    private final Evidence evidence;
    private final Map<Identity, Hold> holds;
    private final Map<Identity, Long> taken;
    private final List<Violation> violations = new ArrayList<>();

    private Judge(Evidence evidence) {
        this.evidence = evidence;
        this.holds = evidence.ledger().holds().stream().collect(Collectors.toMap(Hold::id, Function.identity()));
        this.taken = evidence.ledger()
                .takings()
                .collect(Collectors.groupingBy(
                        entry -> new Identity(entry.user(), String.valueOf(entry.generation())),
                        Collectors.summingLong(entry -> -entry.credits())));
    }

    /** What is wrong; nothing, when all promises were kept. */
    static List<Violation> verdict(Evidence evidence) {
        Judge judge = new Judge(evidence);
        judge.completeIsChargedOnce();
        judge.eventsAreChargedOnce();
        judge.whatIsChargedIsWhatItCost();
        judge.failuresCostNothing();
        judge.nothingIsHeld();
        judge.everybodyIsServedInTheEnd();
        judge.stoppingCutsNobodyOff();
        judge.deadLettersAreThePoison();
        judge.violations.addAll(Requests.answeredTwice(evidence));
        judge.violations.addAll(Overspending.in(evidence));
        judge.violations.addAll(Granting.faultsIn(evidence.ledger()));
        judge.violations.addAll(Agreement.lacksIn(evidence));
        return judge.violations;
    }

    private void completeIsChargedOnce() {
        evidence.byGeneration().forEach((id, seen) -> {
            List<Observed> complete = those(seen, Ending.COMPLETE);
            if (complete.size() > 1) {
                violate(Kind.DOUBLED, id + " was answered " + complete.size() + " times for one charge");
            }
            complete.forEach(observed -> {
                expectCharged(id, observed.ask().model().price, "reported complete at " + observed.endedAt());
                if (observed.charged() != observed.ask().model().price) {
                    violate(Kind.ODD_ANSWER, id + ": the receipt says " + observed.charged());
                }
            });
        });
        those(evidence.seen(), Ending.ODD).forEach(odd -> violate(Kind.ODD_ANSWER, odd.detail()));
        those(evidence.seen(), Ending.COMPLETE).stream()
                .filter(complete -> complete.generationId() == null)
                .forEach(nameless -> violate(Kind.ODD_ANSWER, "complete without an id: " + nameless));
    }

    private void eventsAreChargedOnce() {
        evidence.events().stream()
                .filter(event -> event.price() > 0)
                .forEach(event -> expectCharged(
                        new Identity(event.user(), event.generationId()), event.price(), "acknowledged by Kafka"));
        evidence.events().stream()
                .filter(event -> event.price() == 0)
                .map(event -> new Identity(event.user(), event.generationId()))
                .filter(taken::containsKey)
                .forEach(id -> violate(Kind.CHARGED_FAILURE, id + ", whose event says FAILED"));
    }

    private void expectCharged(Identity id, long price, String why) {
        long charged = taken.getOrDefault(id, 0L);
        Hold hold = holds.get(id);
        if (charged < price || hold == null || !hold.isSettled()) {
            violate(Kind.LOST, id + ", " + why + ": " + charged + " of " + price + " charged, " + hold);
        }
        if (charged > price) {
            violate(Kind.DOUBLED, id + ": " + charged + " charged where " + price + " was the price");
        }
    }

    /** Of all generations, also those that no client saw the end of. */
    private void whatIsChargedIsWhatItCost() {
        Set<Identity> all = new HashSet<>(taken.keySet());
        all.addAll(holds.keySet());
        for (Identity id : all) {
            Hold hold = holds.get(id);
            long price = hold != null && hold.isSettled() ? hold.credits() : 0;
            long charged = taken.getOrDefault(id, 0L);
            if (charged != price) {
                violate(charged > price ? Kind.DOUBLED : Kind.LOST, id + ": " + charged + " charged for " + hold);
            }
        }
        evidence.ledger().holds().stream()
                .filter(Hold::isSettled)
                .collect(Collectors.groupingBy(hold -> hold.id().generation()))
                .values()
                .stream()
                .filter(same -> same.size() > 1)
                .forEach(same -> violate(Kind.DOUBLED, "one id charged to several people: " + same));
    }

    /** By what clients were told, and by the script, whatever they were told. */
    private void failuresCostNothing() {
        evidence.byGeneration().forEach((id, seen) -> {
            boolean saidToBeFree = seen.stream().anyMatch(observed -> NOT_CHARGED.contains(observed.ending()));
            boolean nothingElse = seen.stream()
                    .allMatch(
                            observed -> NOT_CHARGED.contains(observed.ending()) || SILENT.contains(observed.ending()));
            if (((saidToBeFree && nothingElse) || failsByScript(seen)) && taken.containsKey(id)) {
                violate(Kind.CHARGED_FAILURE, id + ": " + taken.get(id) + " charged though " + seen);
            }
        });
    }

    /** Half an answer is charged if it comes to a limit, and not to its failure, when its reader has gone. */
    private static boolean failsByScript(List<Observed> seen) {
        return switch (seen.getFirst().ask().prompt()) {
            case PLAIN, SLOW -> false;
            case FAILS, EMPTY -> true;
            case FAILS_MIDWAY -> seen.stream().noneMatch(each -> each.is(Ending.LEFT) || each.is(Ending.CUT_OFF));
        };
    }

    private void nothingIsHeld() {
        evidence.ledger().holds().stream()
                .filter(Hold::isHeld)
                .forEach(hold -> violate(Kind.LEAKED, hold + " is still open"));
        evidence.ledger().grants().stream()
                .filter(grant -> grant.held() != 0)
                .forEach(grant -> violate(Kind.LEAKED, grant + " has something held"));
        if (evidence.waiting() > 0) {
            violate(Kind.LEAKED, evidence.waiting() + " clients wait for ever");
        }
    }

    private void everybodyIsServedInTheEnd() {
        evidence.seen().stream()
                .filter(observed -> observed.ask().who() == Script.PROBE)
                .collect(Collectors.groupingBy(observed -> observed.ask().form()))
                .forEach((form, tries) -> {
                    if (those(tries, Ending.COMPLETE).isEmpty()) {
                        violate(Kind.UNSERVED, form + ", in " + tries.size() + " tries: " + tries.getLast());
                    }
                });
    }

    /** Whose answer has begun when the gateway is told to stop gets its end, unless the time to stop wasn't enough. */
    private void stoppingCutsNobodyOff() {
        evidence.strikes().stream()
                .filter(strike -> strike.fault().kind() == Fault.Kind.STOP
                        && strike.fault().target() == Fault.Target.GATEWAY
                        && strike.done().isBefore(strike.at().plus(Rig.TIME_TO_STOP)))
                .forEach(strike -> those(evidence.seen(), Ending.CUT_OFF).stream()
                        .filter(cut -> cut.generationId() != null
                                && cut.endedAt().isAfter(strike.at())
                                && cut.endedAt().isBefore(strike.done().plus(NOTICED)))
                        .forEach(cut -> violate(Kind.ODD_ANSWER, "cut off by a stop in order: " + cut)));
    }

    /** A crash between the DLQ and the ledger puts a record there again, from the same place; that is no other record. */
    private void deadLettersAreThePoison() {
        Map<String, Set<String>> origins = evidence.letters().stream()
                .collect(Collectors.groupingBy(
                        DeadLetter::value, Collectors.mapping(DeadLetter::origin, Collectors.toSet())));
        minus(evidence.poison(), origins.keySet())
                .forEach(value -> violate(Kind.DEAD_LETTERS, "nowhere to be found: " + value));
        minus(origins.keySet(), evidence.poison()).forEach(value -> violate(Kind.DEAD_LETTERS, "not poison: " + value));
        origins.forEach((value, from) -> {
            if (from.size() > 1) {
                violate(Kind.DEAD_LETTERS, "sent once, died at " + from + ": " + value);
            }
        });
    }

    private static List<Observed> those(List<Observed> seen, Ending ending) {
        return seen.stream().filter(observed -> observed.is(ending)).toList();
    }

    private static Set<String> minus(Collection<String> some, Collection<String> others) {
        Set<String> rest = new HashSet<>(some);
        rest.removeAll(others);
        return rest;
    }

    private void violate(Kind kind, String what) {
        violations.add(new Violation(kind, what));
    }
}
