package dev.chatcredits.gateway.chat;

import dev.chatcredits.gateway.completion.Settlement;
import dev.chatcredits.gateway.credit.CreditClient;
import dev.chatcredits.gateway.identity.Caller;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Begins generations. */
@Singleton
class Generations {

    final CreditClient credit;
    final Settlement settlement;
    final Refusals refusals;
    final Running running;
    final Stopping stopping;
    final Limits limits;
    final GenerationMetrics metrics;
    final Clock clock;

    Generations(
            CreditClient credit,
            Settlement settlement,
            Refusals refusals,
            Running running,
            Stopping stopping,
            Limits limits,
            GenerationMetrics metrics,
            Clock clock) {
        this.credit = credit;
        this.settlement = settlement;
        this.refusals = refusals;
        this.running = running;
        this.stopping = stopping;
        this.limits = limits;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Of which nothing has come. */
    Answer answer(String model) {
        return new Answer(model, limits.unread().asLongValue());
    }

    /**
     * A generation that has not begun yet.
     *
     * @param idempotencyKey null for a request that is never the same as another
     */
    Generation of(Caller caller, Ask ask, @Nullable String idempotencyKey) {
        var id = idempotencyKey == null
                ? GenerationIds.next(clock.instant())
                : GenerationIds.of(caller.userId(), idempotencyKey);
        return new Generation(id, idempotencyKey != null, caller, ask, this);
    }
}
