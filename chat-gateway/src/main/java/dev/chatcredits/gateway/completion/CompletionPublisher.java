package dev.chatcredits.gateway.completion;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends events to Kafka: acknowledged by all replicas, by an idempotent producer, keyed by the user. A failure here means that the
 * acknowledgement didn't come in time, never that the event isn't there: the producer goes on sending what it has taken.
 */
@Singleton
public class CompletionPublisher {

    private static final Duration FLUSH = Duration.ofSeconds(5);

    private final CompletionConfig config;
    private final Background background;
    private final ObjectMapper json;
    private final KafkaProducer<String, byte[]> producer;

    /** A producer blocks its caller while it knows nothing of the topic, so that its caller is never an event loop. */
    private final ExecutorService sender =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "completion-sender"));

    CompletionPublisher(
            CompletionConfig config,
            Background background,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            ObjectMapper json) {
        this.config = config;
        this.background = background;
        this.json = json;
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // Under load batches form by themselves while earlier ones are under way; nobody waits for company.
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, config.publishBudget().toMillis());
        this.producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    /** Completes when Kafka has acknowledged the event, fails when it hasn't within the budget. */
    public Uni<Void> publish(GenerationCompleted event) {
        var value = bytes(event);
        return Uni.createFrom()
                .<Void>emitter(done -> {
                    var givenUp = new AtomicBoolean();
                    done.onTermination(() -> givenUp.set(true));
                    sender.execute(() -> send(event, value, done, givenUp));
                })
                .ifNoItem()
                .after(config.publishBudget())
                .on(background.timer())
                .fail();
    }

    /** Whether Kafka knows the topic; blocks for as long as the publish budget. */
    public boolean reachesTopic() {
        return !producer.partitionsFor(config.topic()).isEmpty();
    }

    private void send(GenerationCompleted event, byte[] value, UniEmitter<? super Void> done, AtomicBoolean givenUp) {
        // With Kafka away these queue up here; one whose budget is over was settled in another way or will be sent
        // again.
        if (givenUp.get()) {
            return;
        }
        try {
            var unused =
                    producer.send(new ProducerRecord<>(config.topic(), event.userId(), value), (metadata, failure) -> {
                        if (failure == null) {
                            done.complete(null);
                        } else {
                            done.fail(failure);
                        }
                    });
        } catch (RuntimeException e) {
            done.fail(e);
        }
    }

    private byte[] bytes(GenerationCompleted event) {
        try {
            return json.writeValueAsBytes(GenerationCompleted.CloudEvent.of(event));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event of ours can't be written", e);
        }
    }

    @PreDestroy
    void flush() throws InterruptedException {
        sender.shutdown();
        if (!sender.awaitTermination(FLUSH.toMillis(), TimeUnit.MILLISECONDS)) {
            sender.shutdownNow();
        }
        producer.close(FLUSH);
    }
}
