package dev.chatcredits.e2e;

import static dev.chatcredits.e2e.Stage.QUESTION;
import static dev.chatcredits.e2e.Stage.SOON;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

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
 * answered, by no failure of ours, in our form, with a code that the route lists; and no balance changes. {@code -Dodd.requests=} says how many
 * go to each service, {@code -Dodd.seed=} which. Before all other tests, while nobody else changes anything.
 */
interface OddRequestScenarios {

    int REQUESTS = Integer.getInteger("odd.requests", 2_000);
    long SEED = Long.getLong("odd.seed", 22);
    int AT_ONCE = 16;
    int TO_WARM = 300;

    /** Statuses of doors that all routes have. */
    Set<Integer> AT_THE_DOOR = Set.of(401, 403, 405, 406, 415);

    /** Whom the requests to the credit service name: the simplest id that its document allows. */
    String USER = "a";

    Stage stage();

    @Test
    @Tag("long")
    @Order(0)
    default void oddRequestsToTheGatewayChangeNothing() {
        Platform platform = stage().platform();
        // The plan that the description of the checkout has as its example is another one.
        Person bob = stage().person("bob");
        int remaining = bob.remaining();
        List<String> strangers = List.of(platform.token("--service"), platform.token("--admin"));
        changeNothing("chat-gateway", platform.gateway(), bob.userId(), Map.of("/", bob.token()), strangers);
        assertEquals("receipt", bob.chat(Person.GROK, QUESTION).last().name());
        assertEquals(remaining - 1, bob.remaining());
        stage().office().setRemaining(bob.userId(), remaining);
    }

    @Test
    @Tag("long")
    @Order(0)
    default void oddRequestsToTheCreditServiceChangeNothing() {
        Platform platform = stage().platform();
        stage().office().subscribe(USER, "starter_user");
        stage().topic().succeeded(USER, UUID.randomUUID().toString(), Person.GROK);
        Wait.until("charged", SOON, () -> stage().office().account(USER).getInt("used") > 0);
        Map<String, String> callers =
                Map.of("/internal/", platform.token("--service"), "/admin/", platform.token("--admin"));
        changeNothing(
                "credit-service",
                platform.creditService(),
                USER,
                callers,
                List.of(platform.token("alice"), platform.token("admin")));
        int remaining = stage().office().account(USER).getInt("remaining");
        stage().office().hold(UUID.randomUUID().toString(), USER, Person.GROK, "starter_user");
        assertEquals(remaining - 1, stage().office().account(USER).getInt("remaining"));
    }

    /** Lesson litellm#33923: what can't be checked is refused, and never let through. */
    private void changeNothing(
            String part, String address, String user, Map<String, String> callers, List<String> strangers) {
        List<Operation> operations = Described.at(address).operations();
        List<OddRequest> requests = requests(operations, callers, strangers);
        Map<String, String> before = books(user);
        // A service that has just been started, beside another platform, may make its first callers wait for longer
        // than it lets them, and say so. All else counts from the first request on.
        List<OddAnswer> answers = Stream.concat(
                        ask(requests.subList(0, Math.min(TO_WARM, requests.size())), address).stream()
                                .filter(a -> a.status() != 503),
                        ask(requests, address).stream())
                .toList();
        System.out.println("odd requests to " + operations.size() + " operations, seed " + SEED + ": "
                + answers.stream().collect(groupingBy(OddAnswer::status, counting())));
        assertEquals(
                "",
                told(answers.stream().filter(a -> !a.fault().isEmpty()).toList()),
                () -> stage().platform().complaints(part));
        assertEquals(
                before,
                books(user),
                () -> "one of these: "
                        + told(answers.stream()
                                .filter(a -> a.status() < 400
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
            List<Operation> operations, Map<String, String> callers, List<String> strangers) {
        Random random = new Random(SEED);
        List<OddRequests> kinds = operations.stream()
                .map(operation -> new OddRequests(operation, caller(operation, callers), strangers, random))
                .toList();
        List<OddRequest> requests = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
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

    private static String told(List<OddAnswer> answers) {
        return answers.isEmpty()
                ? ""
                : "seed " + SEED + ", " + answers.size() + " of them; the first: "
                        + answers.stream().limit(3).map(OddAnswer::toString).collect(joining("\n\n"));
    }
}
