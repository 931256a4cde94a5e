package dev.chatcredits.gateway.chat;

import dev.chatcredits.gateway.completion.Settlement;
import dev.chatcredits.gateway.identity.PerUser;
import dev.chatcredits.gateway.problem.Code;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * The generations that are under way in this gateway: lets them in, watches their limits with one timer for all, and lets them end before
 * the gateway stops.
 */
@Singleton
class Running {

    private static final Logger LOG = Logger.getLogger(Running.class);

    /** How late a limit can be noticed. */
    private static final Duration TICK = Duration.ofMillis(200);

    private final Vertx vertx;
    private final Limits limits;
    private final Settlement settlement;
    private final Stopping stopping;
    private final Set<Generation> generations = ConcurrentHashMap.newKeySet();
    private final PerUser perUser;
    private volatile long lastTick = System.nanoTime();

    Running(Vertx vertx, Limits limits, Settlement settlement, Stopping stopping, MeterRegistry metrics) {
        this.vertx = vertx;
        this.limits = limits;
        this.perUser = new PerUser(limits.perUser());
        this.settlement = settlement;
        this.stopping = stopping;
        metrics.gauge("generations.running", this, Running::count);
        metrics.gauge("generations.in.background", settlement, Settlement::inBackground);
    }

    /** Lets a generation begin; the caller says when it ends. */
    void enter(Generation generation) {
        if (stopping.letsNobodyIn() || generations.size() >= limits.overall()) {
            throw Code.OVERLOADED.problem("The gateway can't take more just now.");
        }
        if (!perUser.enter(generation.userId())) {
            throw Code.RATE_LIMITED.problem("You have " + limits.perUser() + " generations under way.");
        }
        generations.add(generation);
    }

    void leave(Generation generation) {
        if (generations.remove(generation)) {
            perUser.leave(generation.userId());
        }
    }

    int count() {
        return generations.size();
    }

    /** Whether limits are being enforced. */
    boolean isWatching() {
        return System.nanoTime() - lastTick < 50 * TICK.toNanos();
    }

    void watch(@Observes StartupEvent started) {
        vertx.setPeriodic(TICK.toMillis(), timer -> {
            lastTick = System.nanoTime();
            generations.forEach(Generation::enforceLimits);
        });
    }

    /** Quarkus has waited for the callers; generations whose callers have gone, and what is done in the background, are waited for here. */
    void drain(@Observes ShutdownEvent stopped) throws InterruptedException {
        stopping.begin();
        while (generations.size() + settlement.inBackground() > 0
                && stopping.timeLeft().isPositive()) {
            Thread.sleep(TICK.toMillis());
        }
        if (!generations.isEmpty()) {
            LOG.warnf("Stopping with %d generations under way; their holds expire", generations.size());
        }
    }
}
