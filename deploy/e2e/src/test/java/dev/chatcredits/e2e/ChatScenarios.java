package dev.chatcredits.e2e;

import static dev.chatcredits.e2e.Stage.LATE;
import static dev.chatcredits.e2e.Stage.QUESTION;
import static dev.chatcredits.e2e.Stage.SOON;
import static dev.chatcredits.e2e.Stage.end;
import static dev.chatcredits.e2e.Stage.figures;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What people see who chat: answers, receipts and refusals. */
interface ChatScenarios {

    Stage stage();

    @Test
    @Order(1)
    default void firstChatIsChargedAndShownEverywhere() {
        Person alice = stage().person("alice");
        Chat chat = alice.chat(Person.GPT, QUESTION);
        assertEquals(200, chat.status(), chat.body());
        assertEquals(List.of("hold", "delta", "receipt"), chat.names());
        assertEquals(2, chat.events().getFirst().json().getInt("held"));
        assertTrue(chat.text().contains(QUESTION), chat.text());
        JsonPath receipt = chat.last().json();
        assertEquals(2, receipt.getInt("charged"));
        String id = receipt.getString("generationId");
        assertEquals("SETTLED", end(alice, id).getString("status"));
        assertEquals(2, alice.generation(id).getInt("charged"));
        JsonPath credits = alice.credits();
        assertEquals("pro_user", credits.getString("planId"));
        assertEquals(List.of(50, 2, 0, 0, 48), figures(credits));
        assertEquals(List.of("CHARGE", "GRANT"), alice.history().getList("entries.kind"));
        assertEquals(id, alice.history().getString("entries[0].generationId"));
    }

    @Test
    @Order(2)
    default void starterHas25CreditsAndSomebodyWithoutAPlanNone() {
        assertEquals(List.of(25, 0, 0, 0, 25), figures(stage().person("bob").credits()));
        JsonPath carol = stage().person("carol").credits();
        assertNull(carol.getString("planId"));
        assertFalse(carol.getBoolean("hasSubscription"));
        assertEquals(List.of(0, 0, 0, 0, 0), figures(carol));
    }

    @Test
    default void completionsOfTheOpenAiApiCarryTheirReceipt() {
        Person alice = stage().personWith("alice", 50);
        Response whole = alice.completion(Person.GROK, QUESTION, Map.of());
        assertEquals(200, whole.statusCode(), whole.asString());
        assertEquals("1", whole.header("X-Credits-Charged"));
        assertEquals("49", whole.header("X-Credits-Remaining"));
        assertEquals("SETTLED", end(alice, whole.header("X-Generation-Id")).getString("status"));

        Chat streamed = alice.streamedCompletion(Person.GROK, QUESTION);
        assertEquals(200, streamed.status(), streamed.body());
        assertEquals("[DONE]", streamed.last().data());
        JsonPath lastChunk = streamed.events().get(streamed.events().size() - 2).json();
        assertEquals(1, lastChunk.getInt("credits.charged"));
        assertEquals(48, lastChunk.getInt("credits.remaining"));
        assertEquals(48, alice.remaining());
    }

    @Test
    default void failuresCostNothing() {
        Person alice = stage().personWith("alice", 50);
        Chat early = alice.chat(Person.OPUS, QUESTION + " [fail]");
        assertEquals(502, early.status());
        assertEquals("PROVIDER_FAILED", early.json().getString("code"));
        Chat empty = alice.chat(Person.OPUS, QUESTION + " [empty]");
        assertEquals(502, empty.status());
        Chat late = alice.chat(Person.OPUS, QUESTION + " [fail mid-stream]");
        assertEquals(List.of("hold", "delta", "error"), late.names());
        assertEquals("PROVIDER_FAILED", late.last().json().getString("code"));
        assertEquals(0, late.last().json().getInt("charged"));
        String id = late.last().json().getString("generationId");
        Wait.until(
                "released", SOON, () -> alice.generation(id).getString("status").equals("RELEASED"));
        Wait.until("nothing is held", SOON, () -> figures(alice.credits()).equals(List.of(50, 0, 0, 0, 50)));
    }

    @Test
    default void shortageIsSaidOnEveryRouteAndHoldsNothing() {
        Person bob = stage().personWith("bob", 1);
        Chat chat = bob.chat(Person.GPT, QUESTION);
        assertEquals(402, chat.status());
        assertEquals("INSUFFICIENT_CREDITS", chat.json().getString("code"));
        assertEquals(1, chat.json().getInt("remaining"));
        assertEquals(2, chat.json().getInt("required"));
        assertEquals(List.of(Person.GROK), chat.json().getList("affordableModels"));
        assertTrue(chat.json().getString("upgradeUrl").contains("pricing"), chat.body());
        JsonPath whole = bob.completion(Person.GPT, QUESTION, Map.of()).jsonPath();
        JsonPath streamed = bob.streamedCompletion(Person.GPT, QUESTION).json();
        for (JsonPath completion : List.of(whole, streamed)) {
            assertEquals("insufficient_quota", completion.getString("error.type"));
            assertEquals("INSUFFICIENT_CREDITS", completion.getString("error.code"));
            assertEquals(1, completion.getInt("error.remaining"));
        }
        assertEquals(1, bob.remaining());
        assertEquals(200, bob.chat(Person.GROK, QUESTION).status());
        assertEquals(0, bob.remaining());
    }

    @Test
    default void missingSubscriptionIsSaidOnEveryRoute() {
        Person carol = stage().person("carol");
        Chat chat = carol.chat(Person.GROK, QUESTION);
        assertEquals(402, chat.status());
        assertEquals("NO_SUBSCRIPTION", chat.json().getString("code"));
        Response completion = carol.completion(Person.GROK, QUESTION, Map.of());
        assertEquals(402, completion.statusCode());
        assertEquals("NO_SUBSCRIPTION", completion.path("error.code"));
        assertEquals(List.of(0, 0, 0, 0, 0), figures(carol.credits()));
    }

    @Test
    default void sameIdempotencyKeyIsOneGeneration() {
        Person alice = stage().personWith("alice", 50);
        Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        Response first = alice.completion(Person.GROK, QUESTION, key);
        assertEquals(200, first.statusCode());
        end(alice, first.header("X-Generation-Id"));
        Response again = alice.completion(Person.GROK, QUESTION, key);
        assertEquals(409, again.statusCode());
        assertEquals("GENERATION_ENDED", again.path("error.code"));
        Response other = alice.completion(Person.GROK, "Why is it dark?", key);
        assertEquals("GENERATION_ID_REUSED", other.path("error.code"));
        assertEquals(49, alice.remaining());
    }

    @Test
    default void parallelRequestsSpendWhatThereIsAndNoMore() {
        Person bob = stage().personWith("bob", 11);
        List<Integer> statuses = Parallel.times(
                20, () -> bob.completion(Person.GPT, QUESTION, Map.of()).statusCode());
        assertEquals(5, statuses.stream().filter(status -> status == 200).count(), statuses::toString);
        assertEquals(15, statuses.stream().filter(status -> status == 402).count(), statuses::toString);
        assertEquals(1, bob.remaining());
    }

    @Test
    @Order(LATE + 1)
    default void upgradeGivesTheNewPlanAtOnce() {
        Person bob = stage().personWith("bob", 1);
        assertEquals(402, bob.chat(Person.OPUS, QUESTION).status());
        assertEquals(200, bob.checkout("pro_user").statusCode());
        JsonPath credits = bob.credits();
        assertEquals("pro_user", credits.getString("planId"));
        assertEquals(0, credits.getInt("used"));
        assertTrue(credits.getInt("remaining") >= 50, credits::prettify);
        assertEquals(200, bob.chat(Person.OPUS, QUESTION).status());
    }
}
