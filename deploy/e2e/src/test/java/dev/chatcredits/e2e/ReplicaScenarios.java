package dev.chatcredits.e2e;

import static dev.chatcredits.e2e.Stage.figures;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatcredits.testing.ServiceProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two credit services on one database: row locks and keys decide, whichever of them is asked. */
interface ReplicaScenarios {

    int CLIENTS = 64;
    int PARTITIONS = 4;
    Duration AFTER_A_REBALANCE = Duration.ofSeconds(90);

    Stage stage();

    /** Fault C3. Fault C4. Fault K3. Lesson litellm#34732. Lesson litellm#40095. Lesson new-api#5690. */
    @Test
    @Tag("long")
    default void replicasNeverSpendTwiceAndNeverChargeTwice() {
        try (ServiceProcess replica = stage().platform().anotherCreditService()) {
            Replicas both = new Replicas(
                    List.of(stage().platform().creditService(), "http://127.0.0.1:" + replica.port()),
                    stage().platform().token("--service"));
            manyHoldsOfSomebodyUnknownAreAsManyAsCanBePaid(both);
            oneHoldThatIsRepeatedManyTimesIsOne(both);
            eventsInConfusionAreChargedOnceThoughAReplicaDies(both, replica);
        }
    }

    private void manyHoldsOfSomebodyUnknownAreAsManyAsCanBePaid(Replicas both) {
        String user = "crowd-" + UUID.randomUUID();
        List<Integer> statuses =
                Parallel.times(CLIENTS, () -> both.hold(user, UUID.randomUUID().toString(), Person.OPUS));
        assertEquals(5, statuses.stream().filter(s -> s == 201).count(), statuses::toString);
        assertEquals(CLIENTS - 5, statuses.stream().filter(s -> s == 402).count(), statuses::toString);
        assertEquals(List.of(25, 0, 25, 0, 0), figures(stage().office().account(user)));
    }

    private void oneHoldThatIsRepeatedManyTimesIsOne(Replicas both) {
        String user = "crowd-" + UUID.randomUUID();
        String generation = UUID.randomUUID().toString();
        List<Integer> statuses = Parallel.times(CLIENTS, () -> both.hold(user, generation, Person.OPUS));
        assertEquals(1, statuses.stream().filter(s -> s == 201).count(), statuses::toString);
        assertEquals(CLIENTS - 1, statuses.stream().filter(s -> s == 200).count(), statuses::toString);
        assertEquals(List.of(25, 0, 5, 0, 20), figures(stage().office().account(user)));
    }

    /** 8 deliveries of 1,000 events, read by 4 consumers, of which 3 die in the middle. */
    private void eventsInConfusionAreChargedOnceThoughAReplicaDies(Replicas both, ServiceProcess replica) {
        List<String> users =
                Stream.generate(() -> "busy-" + UUID.randomUUID()).limit(50).toList();
        users.forEach(
                user -> assertEquals(201, both.hold(user, UUID.randomUUID().toString(), Person.GROK)));
        Random random = new Random(7);
        List<Topic.Success> events = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            String user = users.get(i % users.size());
            String generation = UUID.randomUUID().toString();
            for (int delivery = 0; delivery < 8; delivery++) {
                events.add(new Topic.Success(random.nextInt(PARTITIONS), user, generation, Person.GROK));
            }
        }
        Collections.shuffle(events, random);
        Wait.value(
                "each consumer reads one partition",
                AFTER_A_REBALANCE,
                () -> stage().topic().partitionsOfConsumers(),
                Collections.nCopies(PARTITIONS, 1)::equals);
        stage().topic().succeeded(events);
        Wait.until("some are charged", AFTER_A_REBALANCE, () -> both.used(users.getFirst()) > 0);
        replica.kill();
        // Whoever reads a partition comes to these after all others of it.
        String last = "last-" + UUID.randomUUID();
        stage().topic()
                .succeeded(IntStream.range(0, PARTITIONS)
                        .mapToObj(p -> new Topic.Success(p, last, last + p, Person.GROK))
                        .toList());
        Wait.until("all are read", AFTER_A_REBALANCE, () -> both.charged(last) == PARTITIONS);
        users.forEach(user -> assertEquals(20, both.used(user), user));
        assertEquals(List.of(), stage().office().audit().getList("differences"));
    }
}
