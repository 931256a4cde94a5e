package dev.chatcredits.e2e.chaos;

import dev.chatcredits.e2e.Wait;
import dev.chatcredits.e2e.chaos.Evidence.Balance;
import dev.chatcredits.e2e.chaos.Evidence.Status;
import dev.chatcredits.e2e.chaos.Ledger.Identity;
import dev.chatcredits.e2e.chaos.Observed.Ending;
import dev.chatcredits.testing.DemoTokens;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntSupplier;

/** One seed: load and faults, healing, quiet, evidence. */
final class Trial implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration TIME_TO_RECOVER = Duration.ofSeconds(30);
    private static final Duration BETWEEN_AUDITS = Duration.ofSeconds(3);
    private static final Set<Ending> CLIENT_DOES_NOT_KNOW =
            EnumSet.of(Ending.UNKNOWN, Ending.CUT_OFF, Ending.LEFT, Ending.REPEATED);

    private final Rig rig;
    private final Script script;
    private final Schedule schedule;
    private final People people;
    private final Client client;
    private final OtherProducers others;
    private final Log log;
    private final LedgerReader ledger;

    Trial(Rig rig, long seed, Duration load) {
        this.rig = rig;
        this.script = Script.of(seed, load);
        this.schedule = Schedule.of(seed, load);
        this.people = new People(
                "chaos-" + seed + "-" + UUID.randomUUID().toString().substring(0, 8) + "-", Issuer.of(rig.oidc));
        this.client = new Client(rig.gateway.url("/"), Client.PATIENCE);
        this.others = new OtherProducers(rig.bootstrapServers(), people);
        this.log = new Log(rig.bootstrapServers());
        this.ledger = new LedgerReader(rig.postgres.port());
    }

    /**
     * The load alone, with nothing looked at: a platform that has just been started is slow for a while. Over when its last event is
     * read, which may be a dead letter.
     */
    void warmUp() {
        Load load = load();
        load.carryOut(script);
        awaitQuiet(load);
    }

    private Load load() {
        return new Load(client, people, others::sendWith, others::repeat, Load.BEFORE_REPEAT);
    }

    Outcome run() {
        Map<Integer, Long> lettersBefore = log.ends(Log.DEAD_LETTERS);
        Load load = load();
        Faults faults = new Faults(rig, load.watch());
        Audits audits = new Audits(
                rig.creditService.url("/admin/v1/audit"), new DemoTokens(rig.oidc.issuer()).admin(), BETWEEN_AUDITS);
        faults.begin(schedule);
        load.carryOut(script);
        List<Faults.Strike> strikes = faults.heal();
        List<String> differences = new ArrayList<>(audits.end());
        List<Observed> seen = new ArrayList<>(probe());
        int waiting = awaitQuiet(load);
        seen.addAll(load.seen());
        Map<Identity, Status> statuses = statuses(seen);
        Map<String, Balance> balances = balances(seen);
        differences.addAll(audit());
        Ledger found = ledger.read(people.prefix());
        Evidence evidence = new Evidence(
                strikes,
                seen,
                others.events(),
                others.poison(),
                found,
                log.deadLettersSince(lettersBefore),
                statuses,
                balances,
                differences,
                waiting);
        return new Outcome(evidence, Judge.verdict(evidence));
    }

    /** Chats of each form, until one is answered: circuit breakers and pools need a moment to notice that all is well. */
    private List<Observed> probe() {
        List<Observed> seen = new ArrayList<>();
        Instant limit = Instant.now().plus(TIME_TO_RECOVER);
        for (Ask.Form form : Ask.Form.values()) {
            Ask ask = Script.probe(form);
            do {
                seen.add(client.perform(ask, people.user(ask.who()), people.token(ask), new Watch()));
            } while (!seen.getLast().is(Ending.COMPLETE) && isBefore(limit));
        }
        return seen;
    }

    private static boolean isBefore(Instant limit) {
        Wait.aMoment();
        return Instant.now().isBefore(limit);
    }

    /** Returns how many clients still wait when nobody should any more; an open hold is waited for, and left to the judge. */
    private int awaitQuiet(Load load) {
        int waiting = patiently(load::underWay);
        Wait.until(
                "the gateway is idle",
                LIMIT,
                () -> gauge("generations_running") + gauge("generations_in_background") == 0);
        others.events();
        Wait.until("all events are read", LIMIT, this::allEventsAreRead);
        patiently(() -> (int) ledger.openHolds(people.prefix()));
        return waiting;
    }

    private static int patiently(IntSupplier count) {
        long end = System.nanoTime() + Rig.HOLD_LIFE.multipliedBy(3).toNanos();
        while (count.getAsInt() > 0 && System.nanoTime() < end) {
            Wait.aMoment();
        }
        return count.getAsInt();
    }

    private boolean allEventsAreRead() {
        Map<Integer, Long> consumed = ledger.consumed();
        return log.ends(Log.EVENTS).entrySet().stream()
                .allMatch(end -> consumed.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    private double gauge(String name) {
        return RestAssured.get(rig.gateway.url("/q/metrics"))
                .asString()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + name));
    }

    private Map<Identity, Status> statuses(List<Observed> seen) {
        Map<Identity, Status> statuses = new HashMap<>();
        for (Observed observed : seen) {
            String id = observed.generationId();
            if (id != null && CLIENT_DOES_NOT_KNOW.contains(observed.ending())) {
                String answer = served(
                        "/api/generations/" + id, people.token(observed.ask().who()));
                statuses.put(new Identity(observed.user(), id), status(answer));
            }
        }
        return statuses;
    }

    private static Status status(String answer) {
        if (!answer.startsWith("200 ")) {
            return new Status(answer.substring(0, 3), 0);
        }
        JsonPath body = JsonPath.from(answer.substring(4));
        return new Status(body.getString("status"), body.getLong("charged"));
    }

    private Map<String, Balance> balances(List<Observed> seen) {
        Map<String, Balance> balances = new HashMap<>();
        for (int who :
                seen.stream().map(observed -> observed.ask().who()).distinct().toList()) {
            JsonPath body =
                    JsonPath.from(served("/api/credits", people.token(who)).substring(4));
            balances.put(
                    people.user(who),
                    new Balance(
                            body.getLong("total"),
                            body.getLong("used"),
                            body.getLong("held"),
                            body.getLong("heldElsewhere"),
                            body.getLong("debt"),
                            body.getLong("remaining")));
        }
        return balances;
    }

    /** After healing everybody is served again, if not at once: circuit breakers and pools need a moment to notice. */
    private String served(String path, String token) {
        return Wait.value(
                "an answer to " + path, LIMIT, () -> client.get(path, token), answer -> !answer.startsWith("5"));
    }

    private List<String> audit() {
        Response audit = Wait.value(
                "an audit",
                LIMIT,
                () -> RestAssured.given()
                        .auth()
                        .oauth2(new DemoTokens(rig.oidc.issuer()).admin())
                        .get(rig.creditService.url("/admin/v1/audit")),
                answer -> answer.statusCode() == 200);
        return audit.jsonPath().getList("differences").stream()
                .map(String::valueOf)
                .toList();
    }

    @Override
    public void close() {
        others.close();
    }
}
