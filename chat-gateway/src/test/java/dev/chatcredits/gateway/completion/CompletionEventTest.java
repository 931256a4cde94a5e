package dev.chatcredits.gateway.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.chatcredits.gateway.contract.Contracts;
import dev.chatcredits.gateway.provider.ProviderServer;
import dev.chatcredits.gateway.provider.Script;
import dev.chatcredits.gateway.testing.Chat;
import dev.chatcredits.gateway.testing.CreditPlatform;
import dev.chatcredits.gateway.testing.Tokens;
import dev.chatcredits.testing.Wire;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What others read of a generation on the topic. */
@QuarkusTest
@WithTestResource(CreditPlatform.class)
@SuppressWarnings("NullAway.Init") // Injected by CreditPlatform and Quarkus.
class CompletionEventTest {

    ProviderServer provider;
    Wire creditWire;

    @Inject
    @Identifier("default-kafka-broker") Map<String, Object> kafka;

    private final String user = Tokens.newUser();
    private final Chat pro = new Chat(Tokens.of(user, "pro_user"));

    @Test
    void aSuccessIsToldByTheContract() throws Exception {
        provider.answerPrompt(user, Script.says("secret ", "answer"));
        var id =
                pro.ask("openai/gpt-5.1", user).then().statusCode(200).extract().header("X-Generation-Id");
        var record = onlyRecord();
        assertEquals(user, record.key());
        var event = event(record);
        assertEquals(id, event.path("id").asText());
        assertEquals(user, event.path("subject").asText());
        var data = event.path("data");
        assertEquals(id, data.path("generationId").asText());
        assertEquals("SUCCEEDED", data.path("outcome").asText());
        assertEquals("stop", data.path("finishReason").asText());
        assertEquals("openai/gpt-5.1", data.path("modelId").asText());
        assertEquals(event.path("time"), data.path("completedAt"));
        Instant.parse(data.path("completedAt").asText());
        assertFalse(record.value().contains("secret"), "no word of the answer");
    }

    /** Long, for all tries to release it come first. */
    @Test
    @Tag("long")
    void aFailureIsToldWhereItCantBeReleased() throws Exception {
        var go = new CountDownLatch(1);
        provider.answerPrompt(user, call -> {
            go.await();
            Script.status(422).play(call);
        });
        var running = CompletableFuture.supplyAsync(() -> pro.ask("openai/gpt-5.1", user), Thread::startVirtualThread);
        Chat.awaitCall(provider, user);
        creditWire.cut();
        try {
            go.countDown();
            running.get().then().statusCode(502);
            var data = event(onlyRecord()).path("data");
            assertEquals("FAILED", data.path("outcome").asText());
            assertFalse(data.path("attempt").asText().isEmpty(), "whose hold it gives back");
        } finally {
            creditWire.heal();
        }
        Chat.await("released by the event", () -> {
            var balance = pro.request().get("/api/credits");
            return balance.statusCode() == 200 && balance.path("held").equals(0);
        });
    }

    private static JsonNode event(ConsumerRecord<String, String> record) throws Exception {
        var event = new ObjectMapper().readTree(record.value());
        assertEquals(Set.of(), Contracts.schema("generation-completed").validate(event));
        return event;
    }

    /** Waits for the event of this test's user; there must be no second one. */
    private ConsumerRecord<String, String> onlyRecord() {
        var settings = new HashMap<String, Object>(kafka);
        settings.put("auto.offset.reset", "earliest");
        List<ConsumerRecord<String, String>> mine = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            var partitions = consumer.partitionsFor("generation-completed").stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var end = System.nanoTime() + Duration.ofSeconds(40).toNanos();
            while (mine.isEmpty() && System.nanoTime() < end) {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    if (record.key().equals(user)) {
                        mine.add(record);
                    }
                }
            }
        }
        assertEquals(1, mine.size());
        return mine.getFirst();
    }
}
