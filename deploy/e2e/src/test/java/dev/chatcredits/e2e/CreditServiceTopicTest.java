package dev.chatcredits.e2e;

import static dev.chatcredits.e2e.CreditParts.SOON;
import static dev.chatcredits.e2e.CreditParts.TOPIC;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A topic that is deleted and created anew while the credit service runs. Whoever did it may have lost events: a person decides. */
@Tag("long")
class CreditServiceTopicTest extends CreditServiceFaults {

    private static final int PARTITIONS = 4;

    /** Fault K2. */
    @Test
    void nothingExpiresOnceTheTopicWasCreatedAnewUntilAPersonHasDecided() throws Exception {
        String user = parts.user();
        assertEquals(201, parts.hold(user, generation).statusCode());
        parts.topic.succeeded(user, UUID.randomUUID().toString(), Person.GROK);
        Wait.until("a position is stored", SOON, () -> parts.used(user) == 1);
        createAnew();
        Wait.until("somebody is told", SOON, () -> parts.metric("credits_expiry_blocked") == 1);
        assertEquals("HELD", parts.status(user, generation));
        parts.service.kill();
        parts.service.start();
        parts.topic.succeeded(user, UUID.randomUUID().toString(), Person.GROK);
        Wait.until("events of the new one are charged", SOON, () -> parts.used(user) == 2);
        Wait.until("somebody is still told", SOON, () -> parts.metric("credits_expiry_blocked") == 1);
        assertEquals("HELD", parts.status(user, generation));
        doAsTheReadmeSays();
        Wait.until("expired", SOON, () -> parts.status(user, generation).equals("EXPIRED"));
    }

    /**
     * A consumer that runs and didn't meet the gap goes on where it was in the old one, and doesn't see what is before that in the new
     * one. One that did begins at the start; which of them it was can't be told, so a person decides. Fault K2.
     */
    @Test
    void whatIsAtTheStartOfTheNewTopicIsChargedOnceAPersonHasDecided() throws Exception {
        List<String> users = parts.users(PARTITIONS);
        sendOfEach(users, 10);
        awaitUsed(users, 10);
        String paid = parts.user();
        assertEquals(201, parts.hold(paid, generation).statusCode());
        String last = parts.user();
        parts.service.pause();
        createAnew();
        parts.topic.succeeded(0, Map.of(generation, paid), Person.GPT);
        sendOfEach(users, 20);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            parts.topic.succeeded(partition, Map.of(UUID.randomUUID().toString(), last), Person.GROK);
        }
        parts.service.resume();
        Wait.until("it reads the new one", SOON, () -> parts.used(last) == PARTITIONS);
        Wait.until("somebody is told", SOON, () -> parts.metric("credits_expiry_blocked") == 1);
        doAsTheReadmeSays();
        awaitUsed(users, 30);
        assertEquals(2, parts.used(paid));
        assertEquals("SETTLED", parts.status(paid, generation));
        assertEquals(PARTITIONS, parts.used(last));
    }

    private static void createAnew() throws Exception {
        try (Admin admin = parts.admin()) {
            admin.deleteTopics(List.of(TOPIC)).all().get();
        }
        NewTopic topic = new NewTopic(TOPIC, PARTITIONS, (short) 1);
        parts.administered(
                "there is a topic again",
                admin -> admin.createTopics(List.of(topic)).all());
    }

    private static void doAsTheReadmeSays() {
        parts.service.stop();
        parts.resetToEarliest();
        parts.update("delete from consumed");
        parts.service.start();
    }

    /** Each user's in the partition of the same number. */
    private static void sendOfEach(List<String> users, int count) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            Map<String, String> usersByGeneration = new LinkedHashMap<>();
            for (int i = 0; i < count; i++) {
                usersByGeneration.put(UUID.randomUUID().toString(), users.get(partition));
            }
            parts.topic.succeeded(partition, usersByGeneration, Person.GROK);
        }
    }

    private static void awaitUsed(List<String> users, int credits) {
        users.forEach(user -> Wait.until("all of theirs are charged", SOON, () -> parts.used(user) == credits));
    }
}
