package dev.chatcredits.gateway.chat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;

/** What an operator wants to see of generations. */
@Singleton
class GenerationMetrics {

    /** How a generation ended. */
    enum Outcome {
        /** Answered and charged for certain. */
        SETTLED,
        /** Answered; neither Kafka nor the credit service has confirmed the charge in time. To be alerted on. */
        UNKNOWN,
        /** The credit service said no. */
        REFUSED,
        /** The credit service said nothing. */
        CHECK_FAILED,
        /** The provider failed or was too slow, or the gateway had to stop; nothing charged. */
        FAILED,
        /** The caller went away before the provider was called; nothing charged. */
        ABANDONED
    }

    private final MeterRegistry registry;
    private final Timer firstToken;
    private final Timer hold;

    GenerationMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.firstToken = Timer.builder("generation.first.token")
                .description("from the request to the first token")
                .publishPercentiles(0.5, 0.99)
                .register(registry);
        this.hold = Timer.builder("generation.hold")
                .description("from the request to the answer of the credit service")
                .publishPercentiles(0.5, 0.99)
                .register(registry);
    }

    void held(long nanos) {
        hold.record(Duration.ofNanos(nanos));
    }

    void firstToken(long nanos) {
        firstToken.record(Duration.ofNanos(nanos));
    }

    void ended(Outcome outcome) {
        registry.counter("generations", "outcome", outcome.name().toLowerCase(Locale.ROOT))
                .increment();
    }
}
