package dev.chatcredits.gateway.completion;

import dev.chatcredits.gateway.credit.Balance;
import dev.chatcredits.gateway.credit.CreditClient;
import dev.chatcredits.gateway.credit.CreditConfig;
import dev.chatcredits.gateway.credit.Hold;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Ends a hold: charged when the generation succeeded, given back when it didn't. */
@Singleton
public class Settlement {

    private static final Logger LOG = Logger.getLogger(Settlement.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    /** What is known of a settlement when the caller has to be told. */
    public sealed interface Result {

        /** It is certain, and this is the balance. */
        record Charged(long credits, long remaining, long total) implements Result {}

        /** Neither Kafka nor the credit service has confirmed it; they are asked on until the hold's life ends. */
        record Unknown() implements Result {}
    }

    private final CreditClient credit;
    private final CreditConfig creditConfig;
    private final CompletionPublisher publisher;
    private final CompletionConfig config;
    private final Background background;
    private final AtomicInteger inBackground = new AtomicInteger();

    Settlement(
            CreditClient credit,
            CreditConfig creditConfig,
            CompletionPublisher publisher,
            CompletionConfig config,
            Background background) {
        this.credit = credit;
        this.creditConfig = creditConfig;
        this.publisher = publisher;
        this.config = config;
        this.background = background;
    }

    /** Kafka first, for it takes what the credit service can't take just now; else REST; never fails. */
    public Uni<Result> settle(Hold hold, GenerationCompleted event) {
        return publisher
                .publish(event)
                .map(acknowledged -> charged(hold.credits(), hold.balance()))
                .onFailure()
                .recoverWithUni(e -> settleOverRest(event))
                .onFailure()
                .recoverWithItem(e -> {
                    LOG.warnf("Generation %s: settlement not confirmed yet: %s", event.generationId(), e);
                    keepSettling(hold, event);
                    return new Result.Unknown();
                });
    }

    /**
     * Gives back what was held, or may have been, in the background: over REST, else by an event, else it expires.
     *
     * @param attempt that asked for the hold; one of an earlier request under the same key is not this one's to end
     */
    public void release(String userId, String generationId, String modelId, String attempt, Instant at) {
        inBackground(
                // Each try with a token of its own: the first one's may have been refused.
                Uni.createFrom()
                        .deferred(() -> credit.release(userId, generationId, attempt))
                        .replaceWithVoid()
                        .onFailure()
                        .retry()
                        .withExecutor(background.timer())
                        .withBackOff(FIRST_PAUSE, config.longestPause())
                        .atMost(creditConfig.backgroundTries())
                        .onFailure()
                        .recoverWithUni(e -> publisher.publish(
                                GenerationCompleted.failed(generationId, userId, modelId, attempt, at))),
                generationId,
                "not released; it ends by its expiry");
    }

    /** Work that goes on for generations whose callers have been answered. */
    public int inBackground() {
        return inBackground.get();
    }

    private Uni<Result> settleOverRest(GenerationCompleted event) {
        return credit.settle(event.userId(), event.generationId(), event.modelId())
                .map(hold -> charged(hold.credits(), hold.balance()));
    }

    private void keepSettling(Hold hold, GenerationCompleted event) {
        inBackground(
                Uni.createFrom()
                        .deferred(() -> settleOverRest(event)
                                .replaceWithVoid()
                                .onFailure()
                                .recoverWithUni(e -> publisher.publish(event)))
                        .onFailure()
                        .retry()
                        .withExecutor(background.timer())
                        .withBackOff(FIRST_PAUSE, config.longestPause())
                        .expireAt(Objects.requireNonNull(hold.expiresAt()).toEpochMilli()),
                event.generationId(),
                "not settled within the hold's life");
    }

    private void inBackground(Uni<Void> work, String generationId, String otherwise) {
        inBackground.incrementAndGet();
        work.runSubscriptionOn(background.timer())
                .onTermination()
                .invoke(inBackground::decrementAndGet)
                .subscribe()
                .with(done -> {}, e -> LOG.errorf("Generation %s: %s: %s", generationId, otherwise, e));
    }

    private static Result charged(long credits, @Nullable Balance balance) {
        Objects.requireNonNull(balance, "the credit service answers with a balance");
        return new Result.Charged(credits, balance.remaining(), balance.total());
    }
}
