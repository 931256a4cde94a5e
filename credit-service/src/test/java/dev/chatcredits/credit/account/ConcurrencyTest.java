package dev.chatcredits.credit.account;

import static dev.chatcredits.credit.support.Gateway.GPT;
import static dev.chatcredits.credit.support.Gateway.OPUS;
import static dev.chatcredits.credit.support.Gateway.PRO;
import static dev.chatcredits.credit.support.Gateway.STARTER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chatcredits.credit.support.Admin;
import dev.chatcredits.credit.support.AtOnce;
import dev.chatcredits.credit.support.Fresh;
import dev.chatcredits.credit.support.Gateway;
import dev.chatcredits.credit.support.RealParts;
import dev.chatcredits.credit.support.Routes;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** However many ask at once, nobody spends what isn't there and nothing is charged twice. */
@QuarkusTest
@TestProfile(RealParts.class)
class ConcurrencyTest {

    private static final int MANY = 64;
    private static final int ROUNDS = Integer.getInteger("rounds", 2);

    private final String user = Fresh.user();

    @AfterEach
    void theBooksAreRight() {
        Admin.assertThatTheAuditFindsNothing();
    }

    /** Lesson litellm#34732. */
    @Test
    void ofManyHoldsExactlyThoseThatCanBePaidSucceed() {
        Gateway.subscribe(user, PRO, Instant.EPOCH);
        List<Integer> statuses = AtOnce.send(holdsOf(PRO, OPUS));
        assertEquals(10, count(201, statuses));
        assertEquals(MANY - 10, count(402, statuses));
        assertEquals(0, Gateway.remaining(user));
    }

    /** Lesson litellm#40095. Lesson LibreChat#15879. */
    @Test
    void theFirstRequestsOfSomebodyUnknownGetOnePlanTogether() {
        List<Integer> statuses = AtOnce.send(holdsOf(STARTER, GPT));
        assertEquals(12, count(201, statuses));
        assertEquals(MANY - 12, count(402, statuses));
        JsonPath balance = Gateway.balance(user);
        assertEquals(25, balance.getInt("total"));
        assertEquals(24, balance.getInt("held"));
    }

    @Test
    void oneCallThatIsRepeatedManyTimesIsOneHold() {
        String generation = Fresh.generation();
        List<Integer> statuses = AtOnce.send(
                Stream.generate(() -> hold(generation, GPT, PRO)).limit(MANY).toList());
        assertEquals(1, count(201, statuses));
        assertEquals(MANY - 1, count(200, statuses));
        assertEquals(48, Gateway.remaining(user));
    }

    @Test
    void manyAttemptsAtOneGenerationAreOneHold() {
        String generation = Fresh.generation();
        List<Integer> statuses = AtOnce.send(IntStream.range(0, MANY)
                .mapToObj(i -> {
                    Map<String, @Nullable Object> body = body(GPT, PRO);
                    body.put("attempt", "attempt " + i);
                    return new AtOnce.Call("PUT", Routes.hold(generation), body);
                })
                .toList());
        assertEquals(1, count(201, statuses));
        assertEquals(MANY - 1, count(409, statuses));
        assertEquals(48, Gateway.remaining(user));
    }

    @Test
    void aSettlementBeatsAReleaseThatComesAtTheSameTime() {
        List<String> generations = Stream.generate(Fresh::generation).limit(10).toList();
        generations.forEach(g -> Gateway.hold(user, g, OPUS).then().statusCode(201));
        AtOnce.send(generations.stream()
                .flatMap(g -> Stream.of(settle(g), release(g), settle(g), release(g)))
                .toList());
        generations.forEach(g -> assertEquals("SETTLED", Gateway.status(user, g)));
        assertEquals(50, Gateway.balance(user).getInt("used"));
    }

    /** Every generation is held, settled and released at once while the plan changes to and fro. */
    @Test
    void theBooksAreRightWhateverHappensAtOnce() {
        List<String> generations = Stream.generate(Fresh::generation).limit(40).toList();
        Instant begin = Instant.now().minusSeconds(100);
        List<AtOnce.Call> calls = IntStream.range(0, generations.size())
                .boxed()
                .flatMap(i -> {
                    String generation = generations.get(i);
                    String plan = i % 2 == 0 ? PRO : STARTER;
                    return Stream.of(
                            hold(generation, GPT, PRO),
                            i % 3 == 0 ? settle(generation) : release(generation),
                            new AtOnce.Call(
                                    "PUT",
                                    Routes.subscription(user),
                                    Gateway.subscription(plan, begin.plusSeconds(i))));
                })
                .toList();
        List<Integer> statuses = AtOnce.send(calls);
        assertTrue(statuses.stream().allMatch(s -> s == 200 || s == 201 || s == 402 || s == 409), statuses.toString());
        generations.forEach(g -> Gateway.release(user, g).then().statusCode(200));
        JsonPath balance = Gateway.balance(user);
        assertEquals(0, balance.getInt("held"));
        assertEquals(0, balance.getInt("heldElsewhere"));
        long settled = generations.stream()
                .filter(g -> Gateway.status(user, g).equals("SETTLED"))
                .count();
        assertEquals(14, settled, "a success is charged, whenever it is heard of");
    }

    /** Those who wait at the same moment share a transaction, whoever they are. */
    @Test
    void everybodyGetsTheirOwnAnswer() {
        for (int round = 0; round < ROUNDS; round++) {
            List<Mine> all = Stream.generate(Fresh::user)
                    .limit(8)
                    .flatMap(who -> Stream.generate(() -> new Mine(who, Fresh.generation()))
                            .limit(8))
                    .toList();
            assertThatEachIsTheirs(all, all.stream().map(Mine::hold).toList(), 201);
            assertThatEachIsTheirs(
                    all,
                    IntStream.range(0, all.size())
                            .mapToObj(i -> all.get(i).call(i % 3))
                            .toList(),
                    200);
        }
    }

    /** A generation and whose it is. */
    private record Mine(String who, String generation) {

        private AtOnce.Call hold() {
            return new AtOnce.Call(
                    "PUT",
                    Routes.hold(generation),
                    Gateway.holdBody(who, Gateway.GROK, Gateway.subscription(PRO, Instant.EPOCH)));
        }

        private AtOnce.Call call(int kind) {
            return switch (kind) {
                case 0 ->
                    new AtOnce.Call(
                            "POST", Routes.settlement(generation), Map.of("userId", who, "modelId", Gateway.GROK));
                case 1 -> new AtOnce.Call("POST", Routes.release(generation), Map.of("userId", who));
                default -> new AtOnce.Call("GET", Routes.hold(generation) + "?userId=" + Routes.segment(who), null);
            };
        }
    }

    private static void assertThatEachIsTheirs(List<Mine> all, List<AtOnce.Call> calls, int status) {
        List<AtOnce.Answer> answers = AtOnce.ask(calls);
        for (int i = 0; i < all.size(); i++) {
            JsonNode body = answers.get(i).body();
            assertEquals(status, answers.get(i).status(), body.toString());
            assertEquals(all.get(i).generation(), body.path("generationId").asText());
            assertEquals(all.get(i).who(), body.path("userId").asText());
            assertEquals(all.get(i).who(), body.path("balance").path("userId").asText());
        }
    }

    private List<AtOnce.Call> holdsOf(String plan, String model) {
        return Stream.generate(() -> hold(Fresh.generation(), model, plan))
                .limit(MANY)
                .toList();
    }

    private AtOnce.Call hold(String generation, String model, String plan) {
        return new AtOnce.Call("PUT", Routes.hold(generation), body(model, plan));
    }

    private AtOnce.Call settle(String generation) {
        return new AtOnce.Call("POST", Routes.settlement(generation), Map.of("userId", user, "modelId", OPUS));
    }

    private AtOnce.Call release(String generation) {
        return new AtOnce.Call("POST", Routes.release(generation), Map.of("userId", user));
    }

    private Map<String, @Nullable Object> body(String model, String plan) {
        return Gateway.holdBody(user, model, Gateway.subscription(plan, Instant.EPOCH));
    }

    private static long count(int status, List<Integer> statuses) {
        return statuses.stream().filter(s -> s == status).count();
    }
}
