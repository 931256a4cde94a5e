package dev.chatcredits.gateway.completion;

import dev.chatcredits.gateway.start.Waiting;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * Not ready before Kafka was reached once: what is wrong in the configuration is then found by a rollout, not by people. Afterwards
 * Kafka may come and go; settlements take the other way, and a gateway that is not ready would help nobody.
 */
@Readiness
@Singleton
class KafkaReached implements HealthCheck {

    private static final Logger LOG = Logger.getLogger(KafkaReached.class);

    private final CompletionPublisher publisher;
    private final CompletionConfig config;
    private final Vertx vertx;
    private final Waiting waiting = new Waiting();
    private volatile boolean reached;

    KafkaReached(CompletionPublisher publisher, CompletionConfig config, Vertx vertx) {
        this.publisher = publisher;
        this.config = config;
        this.vertx = vertx;
    }

    void begin(@Observes StartupEvent started) {
        look();
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("Kafka was reached")
                .status(reached)
                .withData("topic", config.topic())
                .build();
    }

    private void look() {
        vertx.executeBlocking(publisher::reachesTopic).onComplete(answer -> {
            reached = answer.succeeded() && answer.result();
            if (!reached) {
                if (waiting.isToBeSaid()) {
                    LOG.warnf("Kafka doesn't know the topic %s yet: %s", config.topic(), answer.cause());
                }
                vertx.setTimer(waiting.pauseMillis(), timer -> look());
            }
        });
    }
}
