package dev.chatcredits.e2e.chaos;

import dev.chatcredits.e2e.chaos.Ask.Form;
import dev.chatcredits.e2e.chaos.Ask.Model;
import dev.chatcredits.e2e.chaos.Ask.Prompt;
import dev.chatcredits.e2e.chaos.Evidence.Balance;
import dev.chatcredits.e2e.chaos.Evidence.Status;
import dev.chatcredits.e2e.chaos.Faults.Strike;
import dev.chatcredits.e2e.chaos.Ledger.Grant;
import dev.chatcredits.e2e.chaos.Ledger.Hold;
import dev.chatcredits.e2e.chaos.Ledger.Identity;
import dev.chatcredits.e2e.chaos.Log.DeadLetter;
import dev.chatcredits.e2e.chaos.Observed.Ending;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Evidence for the judge, made up. One user with 25 credits, of which 5 are left, a model for 2. */
final class Case {

    static final String USER = "u";

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    static final Instant MONTH = Instant.parse("2026-11-01T00:00:00Z");
    private static final int BEFORE = 20;
    private static final Ask ASK =
            new Ask(Duration.ZERO, 0, "pro_user", Model.GPT, Prompt.PLAIN, Form.CHAT, null, 1, null);

    final List<Strike> strikes = new ArrayList<>();
    final List<Observed> seen = new ArrayList<>();
    final List<OtherProducers.Event> events = new ArrayList<>();
    final List<String> poison = new ArrayList<>();
    final List<DeadLetter> letters = new ArrayList<>();
    final List<Hold> holds = new ArrayList<>();
    final List<Ledger.Entry> entries = new ArrayList<>();
    final Map<Identity, Status> statuses = new HashMap<>();
    final List<String> audit = new ArrayList<>();
    int waiting;
    final List<Grant> otherGrants = new ArrayList<>();
    private Grant grant = grant(1, MONTH, 25, 0, 0, 0);
    private Balance balance = new Balance(25, 0, 0, 0, 0, 25);

    Case() {
        events.add(new OtherProducers.Event(USER, "before", BEFORE));
        holds.add(new Hold(id("before"), "SETTLED", BEFORE, Map.of(), at(-1), at(-1), at(-1)));
        charge(USER, "before", BEFORE);
        figures(0, 0, 0);
    }

    /** In which everything is right: one is complete, and one has failed. */
    static Case ordinary() {
        Case found = new Case();
        found.seen("good", Ending.COMPLETE);
        found.hold("good", "SETTLED", 0, 2);
        found.charge(USER, "good", 2);
        found.seen("bad", Ending.FAILED);
        found.hold("bad", "RELEASED", 3, 4);
        found.figures(2, 0, 0);
        return found;
    }

    Set<Violation.Kind> verdict() {
        return Judge.verdict(evidence()).stream().map(Violation::kind).collect(Collectors.toSet());
    }

    Evidence evidence() {
        return new Evidence(
                strikes,
                seen,
                events,
                poison,
                new Ledger(
                        holds,
                        entries,
                        Stream.concat(Stream.of(grant), otherGrants.stream()).toList()),
                letters,
                statuses,
                Map.of(USER, balance),
                audit,
                waiting);
    }

    void seen(@Nullable String generation, Ending ending) {
        seen(ASK, generation, ending);
    }

    void seen(Ask ask, @Nullable String generation, Ending ending) {
        int charged = ending == Ending.COMPLETE ? Model.GPT.price : 0;
        seen.add(new Observed(ask, USER, generation, ending, charged, NOON, null, NOON, ""));
    }

    /** A client that waits from one second to another, with a last word in between or not. */
    void seen(String generation, Ending ending, int from, @Nullable Integer lastWord, int to) {
        seen.add(new Observed(
                ASK, USER, generation, ending, 0, at(from), lastWord == null ? null : at(lastWord), at(to), ""));
    }

    void strike(Fault.Kind kind, Fault.Target target, int from, int done) {
        Fault fault = new Fault(Duration.ZERO, kind, target, Fault.Aim.HOLD, Duration.ZERO);
        strikes.add(new Strike(fault, at(from), at(done)));
    }

    static Ask keyed(String key) {
        return new Ask(Duration.ZERO, 0, "pro_user", Model.GPT, Prompt.PLAIN, Form.WHOLE, key, 1, null);
    }

    static Ask prompted(Prompt prompt) {
        return new Ask(Duration.ZERO, 0, "pro_user", Model.GPT, prompt, Form.CHAT, null, 1, null);
    }

    /** A hold from one second to another. */
    void hold(String generation, String status, int from, int to) {
        hold(generation, status, from, to, Map.of(1L, 2L));
    }

    /** In place of the one that there was. */
    void hold(String generation, String status, int from, int to, Map<Long, Long> draws) {
        holds.removeIf(hold -> hold.id().equals(id(generation)));
        holds.add(new Hold(id(generation), status, 2, draws, at(from), at(from + 16), at(to)));
    }

    void openHold(String generation) {
        holds.add(new Hold(id(generation), "HELD", 2, Map.of(1L, 2L), at(6), at(22), null));
    }

    /** An event that came without a hold. */
    void withoutHold(String user, String generation, long credits) {
        holds.add(new Hold(new Identity(user, generation), "SETTLED", credits, Map.of(), at(5), at(5), at(5)));
    }

    void charge(String user, String generation, long credits) {
        entries.add(new Ledger.Entry(user, "CHARGE", -credits, 1, generation, NOON));
    }

    void debt(String generation, long credits) {
        entries.add(new Ledger.Entry(USER, "DEBT", -credits, 1, generation, NOON));
    }

    /** What the grant says, and the person is shown. */
    void figures(long used, long held, long debt) {
        grant = grant(1, MONTH, 25, BEFORE + used, held, debt);
        shown(used, held, debt);
    }

    void shown(long used, long held, long debt) {
        balance = new Balance(25, BEFORE + used, held, 0, debt, 25 - BEFORE - used - held - debt);
    }

    /** A grant of the starter plan, which isn't the active one. */
    void otherGrant(long no, Instant month, long granted) {
        Grant other = grant(no, month, granted, 0, 0, 0);
        otherGrants.add(new Grant(USER, no, other.plan(), granted, 0, 0, granted, 0, false));
    }

    private static Grant grant(long no, Instant month, long granted, long used, long held, long debt) {
        Instant end = month.atOffset(ZoneOffset.UTC).plusMonths(1).toInstant();
        Ledger.Plan plan = new Ledger.Plan(USER, "PLAN", "starter_user", month, end);
        return new Grant(USER, no, plan, granted, used, held, 0, debt, true);
    }

    static Identity id(String generation) {
        return new Identity(USER, generation);
    }

    private static Instant at(int second) {
        return NOON.plusSeconds(second);
    }
}
