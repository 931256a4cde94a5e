package dev.chatcredits.e2e;

import static dev.chatcredits.e2e.Stage.SOON;
import static dev.chatcredits.e2e.Stage.figures;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the topic does: events of other producers, and news of the balance. */
interface EventScenarios {

    /** The next heartbeat would tell it too, but late. */
    Duration BEFORE_A_HEARTBEAT = Duration.ofSeconds(8);

    Stage stage();

    @Test
    default void eventOfAnotherProducerIsChargedOnceHoweverItIsRepeated() {
        String user = "batch|" + UUID.randomUUID();
        String generation = UUID.randomUUID().toString();
        assertEquals(25, stage().office().subscribe(user, "starter_user").getInt("remaining"));
        stage().topic().succeeded(user, generation, Person.OPUS);
        stage().topic().succeeded(user, generation, Person.OPUS);
        stage().topic().succeededInBinaryMode(user, generation, Person.OPUS);
        String next = UUID.randomUUID().toString();
        stage().topic().succeededInBinaryMode(user, next, Person.GROK);
        Wait.until("all were read", SOON, () -> stage().office().account(user).getInt("used") >= 6);
        assertEquals(List.of(25, 6, 0, 0, 19), figures(stage().office().account(user)));
        assertEquals("SETTLED", stage().office().status(generation, user));
    }

    @Test
    default void eventOfSomebodyUnknownIsDebt() {
        String user = "stranger/" + UUID.randomUUID();
        stage().topic().succeeded(user, UUID.randomUUID().toString(), Person.OPUS);
        Wait.until(
                "charged",
                SOON,
                () -> stage().office().subscribe(user, "unknown").getInt("debt") == 5);
        assertEquals(List.of(25, 0, 0, 0, 25), figures(stage().office().subscribe(user, "starter_user")));
    }

    @Test
    default void unreadableEventsAreDeadLettersAndTheOthersAreProcessed() {
        String user = "producer-" + UUID.randomUUID();
        stage().office().subscribe(user, "starter_user");
        stage().topic().unreadable(user, "not JSON");
        stage().topic().unreadable(user, "[]");
        stage().topic().unreadable(user, "{\"specversion\": \"1.0\", \"type\": \"something.else\"}");
        stage().topic().succeeded(user, UUID.randomUUID().toString(), Person.GROK);
        Wait.until(
                "the good one is charged",
                SOON,
                () -> stage().office().account(user).getInt("used") == 1);
        Wait.value("dead letters", SOON, () -> stage().topic().reasons(user), reasons -> reasons.size() == 3)
                .forEach(reason -> assertFalse(reason.isBlank()));
    }

    @Test
    default void openPageSeesWhatHappensElsewhere() {
        Person alice = stage().personWith("alice", 50);
        String user = alice.userId();
        alice.followBalance(balances -> {
            assertEquals(50, balances.next().getInt("remaining"));
            stage().topic().succeeded(user, UUID.randomUUID().toString(), Person.OPUS);
            Instant published = Instant.now();
            while (balances.next().getInt("remaining") != 45) {
                // A notice of what happened before.
            }
            Duration later = Duration.between(published, Instant.now());
            assertTrue(later.compareTo(BEFORE_A_HEARTBEAT) < 0, later::toString);
        });
    }
}
