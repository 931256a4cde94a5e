package dev.chatcredits.e2e;

import static dev.chatcredits.e2e.Stage.QUESTION;
import static dev.chatcredits.e2e.Stage.SOON;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.e2e.Described.Operation;
import dev.chatcredits.e2e.OddRequests.OddRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Requests that nobody of good will sends, made up from what the services say about themselves under {@code /q/openapi}. Whatever it is, it is
 * answered, by no failure of ours, in our form, with a code that the route lists; and no balance changes. In the long tests
 * {@code -Dodd.requests=} says how many go to each service, {@code -Dodd.seed=} which. Before all other tests, while nobody else changes
 * anything.
 */
interface OddRequestScenarios {

    /** What is sent. */
    record Amount(int requests, long seed) {}

    /** Always the same, and so few that they take seconds. */
    Amount FEW = new Amount(200, 22);

    /** Others each time; what they print says how to have them again. */
    Amount MANY = new Amount(
            Integer.getInteger("odd.requests", 2_000), Long.getLong("odd.seed", new Random().nextInt(1_000_000)));

    int AT_ONCE = 16;
    int TO_WARM = 300;

    /** To each operation that writes. */
    int WRITES = 20;

    /** Statuses of doors that all routes have. */
    Set<Integer> AT_THE_DOOR = Set.of(401, 403, 405, 406, 415);

    /** Whom the requests to the credit service name: the simplest id that its document allows. */
    String USER = "a";

    Stage stage();

    @Test
    @Order(0)
    default void fewOddRequestsToTheGatewayChangeNothing() {
        toTheGateway(FEW);
    }

    @Test
    @Tag("long")
    @Order(0)
    default void oddRequestsToTheGatewayChangeNothing() {
        toTheGateway(MANY);
    }

    private void toTheGateway(Amount amount) {
        Platform platform = stage().platform();
        // The plan that the description of the checkout has as its example is another one.
        Person bob = stage().person("bob");
        int remaining = bob.remaining();
        List<String> strangers = List.of(platform.token("--service"), platform.token("--admin"));
        changeNothing(amount, "chat-gateway", platform.gateway(), bob.userId(), Map.of("/", bob.token()), strangers);
        assertEquals("receipt", bob.chat(Person.GROK, QUESTION).last().name());
        assertEquals(remaining - 1, bob.remaining());
        stage().office().setRemaining(bob.userId(), remaining);
    }

    @Test
    @Order(0)
    default void fewOddRequestsToTheCreditServiceChangeNothing() {
        toTheCreditService(FEW);
    }

    @Test
    @Tag("long")
    @Order(0)
    default void oddRequestsToTheCreditServiceChangeNothing() {
        toTheCreditService(MANY);
    }

    private void toTheCreditService(Amount amount) {
        Platform platform = stage().platform();
        stage().office().subscribe(USER, "starter_user");
        stage().topic().succeeded(USER, UUID.randomUUID().toString(), Person.GROK);
        Wait.until("charged", SOON, () -> stage().office().account(USER).getInt("used") > 0);
        changeNothing(
                amount,
                "credit-service",
                platform.creditService(),
                USER,
                servants(),
                List.of(platform.token("alice"), platform.token("admin")));
        int remaining = stage().office().account(USER).getInt("remaining");
        String generation = UUID.randomUUID().toString();
        stage().office().hold(generation, USER, Person.GROK, "starter_user");
        assertEquals(remaining - 1, stage().office().account(USER).getInt("remaining"));
        stage().office().release(generation, USER);
    }

    /** Of somebody who is in no other test, for it may be done. */
    @Test
    @Tag("long")
    @Order(3)
    default void whatIsAllowedIsAnsweredWhateverElseIsInIt() {
        Platform platform = stage().platform();
        answersWrites("chat-gateway", platform.gateway(), Map.of("/", platform.token("admin")));
        answersWrites("credit-service", platform.creditService(), servants());
        assertEquals(List.of(), stage().office().audit().getList("differences"));
    }

    private void answersWrites(String part, String address, Map<String, String> callers) {
        Random random = new Random(FEW.seed());
        List<OddRequest> requests = Described.at(address).operations().stream()
                .filter(Operation::writes)
                .map(operation -> new OddRequests(operation, caller(operation, callers), List.of(), random))
                .flatMap(kind -> Stream.generate(kind::nextAllowed).limit(WRITES))
                .toList();
        List<OddAnswer> answers = ask(requests, address);
        assertEquals(
                "",
                told(FEW, answers.stream().filter(a -> !a.fault().isEmpty()).toList()),
                () -> stage().platform().complaints(part));
        assertTrue(answers.stream().anyMatch(a -> a.status() < 300), "some of it is done");
    }

    /** Who may do what at the credit service. */
    private Map<String, String> servants() {
        Platform platform = stage().platform();
        return Map.of("/internal/", platform.token("--service"), "/admin/", platform.token("--admin"));
    }

    /** Lesson litellm#33923: what can't be checked is refused, and never let through. */
    private void changeNothing(
            Amount amount,
            String part,
            String address,
            String user,
            Map<String, String> callers,
            List<String> strangers) {
        List<Operation> operations = Described.at(address).operations();
        List<OddRequest> requests = requests(amount, operations, callers, strangers);
        Map<String, String> before = books(user);
        // A service that has just been started, beside another platform, may make its first callers wait for longer
        // than it lets them, and say so. All else counts from the first request on.
        List<OddAnswer> answers = Stream.concat(
                        ask(requests.subList(0, Math.min(TO_WARM, requests.size() / 2)), address).stream()
                                .filter(a -> a.status() != 503),
                        ask(requests, address).stream())
                .toList();
        System.out.println("odd requests to " + operations.size() + " operations, seed " + amount.seed() + ": "
                + answers.stream().collect(groupingBy(OddAnswer::status, counting())));
        assertEquals(
                "",
                told(amount, answers.stream().filter(a -> !a.fault().isEmpty()).toList()),
                () -> stage().platform().complaints(part));
        assertEquals(
                before,
                books(user),
                () -> "one of these: "
                        + told(
                                amount,
                                answers.stream()
                                        .filter(a -> (a.status() < 400 || a.status() == 402)
                                                && a.request().reaches()
                                                && a.request().operation().writes())
                                        .toList()));
        assertEquals(
                List.of(),
                operations.stream()
                        .filter(o -> answers.stream().noneMatch(a -> isServed(o, a)))
                        .toList());
    }

    private static List<OddAnswer> ask(List<OddRequest> requests, String address) {
        int port = URI.create(address).getPort();
        Queue<OddRequest> left = new ConcurrentLinkedQueue<>(requests);
        return Parallel.times(AT_ONCE, () -> {
                    List<OddAnswer> some = new ArrayList<>();
                    for (OddRequest next = left.poll(); next != null; next = left.poll()) {
                        some.add(OddAnswer.to(next, port));
                    }
                    return some;
                })
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private static List<OddRequest> requests(
            Amount amount, List<Operation> operations, Map<String, String> callers, List<String> strangers) {
        Random random = new Random(amount.seed());
        List<OddRequests> kinds = operations.stream()
                .map(operation -> new OddRequests(operation, caller(operation, callers), strangers, random))
                .toList();
        List<OddRequest> requests = new ArrayList<>();
        for (int i = 0; i < amount.requests(); i++) {
            requests.add(kinds.get(i % kinds.size()).next());
        }
        return requests;
    }

    private static String caller(Operation operation, Map<String, String> callers) {
        return callers.entrySet().stream()
                .filter(caller -> operation.path().startsWith(caller.getKey()))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    /** Something of it was read. */
    private static boolean isServed(Operation operation, OddAnswer answer) {
        return answer.request().operation().equals(operation)
                && answer.request().reaches()
                && !AT_THE_DOOR.contains(answer.status());
    }

    /** All that could have changed: of the one who is named in the requests, and of everybody. */
    private Map<String, String> books(String user) {
        return Map.of(
                "balance", stage().office().account(user).prettify(),
                "entries", stage().office().entries(user).prettify(),
                "audit", stage().office().audit().prettify(),
                "ends of the topics", stage().topic().ends().toString());
    }

    private static String told(Amount amount, List<OddAnswer> answers) {
        return answers.isEmpty()
                ? ""
                : "seed " + amount.seed() + ", " + answers.size() + " of them; the first: "
                        + answers.stream().limit(3).map(OddAnswer::toString).collect(joining("\n\n"));
    }
}
