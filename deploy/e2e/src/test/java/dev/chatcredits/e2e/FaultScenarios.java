package dev.chatcredits.e2e;

import static dev.chatcredits.e2e.Stage.AFTER_EXPIRY;
import static dev.chatcredits.e2e.Stage.LATE;
import static dev.chatcredits.e2e.Stage.QUESTION;
import static dev.chatcredits.e2e.Stage.SOON;
import static dev.chatcredits.e2e.Stage.end;
import static dev.chatcredits.e2e.Stage.figures;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.path.json.JsonPath;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is still true after parts were stopped and killed. These come last, and then the audit. */
interface FaultScenarios {

    Stage stage();

    @Test
    @Tag("long")
    default void holdThatNobodyEndsGivesItsCreditsBack() {
        String user = "crashed-" + UUID.randomUUID();
        String generation = UUID.randomUUID().toString();
        assertEquals(
                "HELD",
                stage().office()
                        .hold(generation, user, Person.OPUS, "starter_user")
                        .getString("status"));
        assertEquals(20, stage().office().account(user).getInt("remaining"));
        Wait.until(
                "expired",
                AFTER_EXPIRY,
                () -> stage().office().status(generation, user).equals("EXPIRED"));
        assertEquals(List.of(25, 0, 0, 0, 25), figures(stage().office().account(user)));
    }

    /** Faults K1, K2. */
    @Test
    @Tag("long")
    @Order(LATE + 1)
    default void receiptsComeOverRestWhileKafkaIsGoneForThreeTimesTheLifeOfAHold() {
        Person alice = stage().personWith("alice", 50);
        String user = "waiting-" + UUID.randomUUID();
        String generation = UUID.randomUUID().toString();
        stage().office().hold(generation, user, Person.OPUS, "starter_user");
        stage().platform().kill("kafka");
        Instant end = Instant.now().plus(Platform.HOLD_LIFE.multipliedBy(3));
        for (int i = 0; i < 15; i++) {
            assertEquals("receipt", alice.chat(Person.GROK, QUESTION).last().name());
        }
        Wait.until(
                "three lives are over",
                Platform.HOLD_LIFE.multipliedBy(4),
                () -> Instant.now().isAfter(end));
        assertEquals("HELD", stage().office().status(generation, user));
        stage().platform().up();
        Wait.until(
                "expired",
                AFTER_EXPIRY,
                () -> stage().office().status(generation, user).equals("EXPIRED"));
        assertEquals(15, stage().person("alice").credits().getInt("used"));
    }

    @Test
    @Tag("long")
    @Order(LATE + 2)
    default void holdWhoseLifeEndedWhileTheConsumerWasStoppedIsChargedWhenTheEventComes() {
        String user = "patient-" + UUID.randomUUID();
        String generation = UUID.randomUUID().toString();
        String forgotten = UUID.randomUUID().toString();
        JsonPath hold = stage().office().hold(generation, user, Person.OPUS, "starter_user");
        stage().office().hold(forgotten, user, Person.GPT, "starter_user");
        stage().platform().kill("credit-service");
        // So many that the sweeper runs a few times before the consumer has come to the one that matters.
        stage().topic().succeeded(user, UUID.randomUUID().toString(), Person.GROK, 30_000);
        stage().topic().succeeded(user, generation, Person.OPUS);
        Instant end = Instant.parse(hold.getString("expiresAt")).plusSeconds(2);
        Wait.until("its life has ended", AFTER_EXPIRY, () -> Instant.now().isAfter(end));
        stage().platform().up();
        Wait.until(
                "the other one has expired",
                AFTER_EXPIRY,
                () -> stage().office().status(forgotten, user).equals("EXPIRED"));
        assertEquals("SETTLED", stage().office().status(generation, user));
        assertEquals(List.of(25, 6, 0, 0, 19), figures(stage().office().account(user)));
    }

    @Test
    @Tag("long")
    @Order(LATE + 3)
    default void balanceIsTheSameAfterEverythingWasStoppedAndStarted() {
        Person alice = stage().personWith("alice", 50);
        alice.chat(Person.GPT, QUESTION);
        Map<String, Object> before = Wait.value("settled", SOON, alice::credits, c -> c.getInt("used") == 2)
                .getMap("$");
        stage().platform().down();
        stage().platform().up();
        Person again = stage().person("alice");
        assertEquals(before, again.credits().getMap("$"));
        assertEquals(46, again.chat(Person.GPT, QUESTION).last().json().getInt("remaining"));
    }

    @Test
    @Tag("long")
    @Order(LATE + 4)
    default void whatWasReportedCompleteIsChargedOnceThoughAllWereKilled() {
        Person alice = stage().personWith("alice", 50);
        Queue<Chat> chats = new ConcurrentLinkedQueue<>();
        List<Future<Integer>> people = Parallel.start(6, () -> {
            Chat chat;
            do {
                chat = alice.chat(Person.GPT, QUESTION);
                chats.add(chat);
            } while (chat.first("receipt").isPresent());
            return chat.status();
        });
        Wait.until("somebody has a receipt", SOON, () -> !chats.isEmpty());
        Platform.PARTS.reversed().forEach(stage().platform()::kill);
        people.forEach(Parallel::join);
        stage().platform().up();
        Person again = stage().person("alice");
        int charged = chats.stream().mapToInt(chat -> charged(again, chat)).sum();
        Wait.until("nothing is held", AFTER_EXPIRY, () -> again.credits().getInt("held") == 0);
        assertEquals(charged, again.credits().getInt("used"));
        assertEquals("receipt", again.chat(Person.GPT, QUESTION).last().name());
    }

    @Test
    @Order(LATE + 5)
    default void auditFindsNothing() {
        JsonPath audit = stage().office().audit();
        assertTrue(audit.getInt("accounts") >= 7, audit::prettify);
        assertEquals(List.of(), audit.getList("differences"), audit::prettify);
    }

    /** What a chat cost in the end: the price if it came with a receipt, that or nothing if it was cut off. */
    private static int charged(Person person, Chat chat) {
        if (chat.first("hold").isEmpty()) {
            return 0;
        }
        JsonPath end = end(person, chat.first("hold").get().json().getString("generationId"));
        if (chat.first("receipt").isPresent()) {
            assertEquals("SETTLED", end.getString("status"));
            assertEquals(2, end.getInt("charged"));
        }
        return end.getInt("charged");
    }
}
