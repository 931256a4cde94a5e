package dev.chatcredits.gateway.balance;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatcredits.gateway.credit.Balance;
import dev.chatcredits.gateway.credit.CreditClient;
import dev.chatcredits.gateway.identity.Caller;
import dev.chatcredits.gateway.identity.Callers;
import dev.chatcredits.gateway.problem.Code;
import dev.chatcredits.gateway.sse.EventStream;
import io.quarkus.oidc.SecurityEvent;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Keeps open pages up to date. Every gateway reads every notice of a changed balance and passes on those of the people whose pages it has;
 * at each heartbeat it also reads the balance anew, for a notice can be lost, and a new period has none.
 */
@ApplicationScoped
class LiveBalance {

    private static final Logger LOG = Logger.getLogger(LiveBalance.class);

    /** So many heartbeats in a row without a balance, and the page is left to come back, by which it learns that something is wrong. */
    private static final int MOST_FAILURES = 2;

    private static final Set<SecurityEvent.Type> LOGGED_OUT = EnumSet.of(
            SecurityEvent.Type.OIDC_LOGOUT_RP_INITIATED, SecurityEvent.Type.OIDC_BACKCHANNEL_LOGOUT_COMPLETED);

    private final CreditClient credit;
    private final Callers callers;
    private final BalanceConfig config;
    private final ObjectMapper json;
    private final Vertx vertx;
    private final Clock clock;
    private final ConcurrentHashMap<String, Set<Page>> pages = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    LiveBalance(
            CreditClient credit, Callers callers, BalanceConfig config, ObjectMapper json, Vertx vertx, Clock clock) {
        this.credit = credit;
        this.callers = callers;
        this.config = config;
        this.json = json;
        this.vertx = vertx;
        this.clock = clock;
        check(config);
    }

    /** Refuses what would leave every page without a balance. */
    static void check(BalanceConfig config) {
        if (config.heartbeat().toMillis() < 1) {
            throw new IllegalArgumentException("gateway.balance.heartbeat must be longer than nothing");
        }
        if (config.streamsPerUser() < 1) {
            throw new IllegalArgumentException("gateway.balance.streams-per-user must be at least 1");
        }
    }

    /** Opens a page; the balance is its first event. */
    Uni<EventStream> open(Caller caller) {
        var page = new Page(caller, json, this::remove);
        // Before the balance is read: a notice in between must not be missed, and can do no harm.
        if (!add(page)) {
            return Uni.createFrom()
                    .failure(Code.RATE_LIMITED.problem("You have " + config.streamsPerUser() + " pages open."));
        }
        if (stopping) {
            page.end();
            return Uni.createFrom().failure(Code.OVERLOADED.problem("The gateway stops; another one takes over."));
        }
        return read(page)
                .onFailure()
                .invoke(page::end)
                // Left before it was open: nothing else would ever close it.
                .onCancellation()
                .invoke(page::end)
                .invoke(balance -> {
                    page.show(balance);
                    page.keepAlive(() -> keepAlive(page));
                })
                .replaceWith(page.events());
    }

    /** A notice of the credit service. One that can't be read is left out: the next heartbeat makes up for it. */
    @Incoming("balance-changed")
    void noticed(ConsumerRecord<String, byte[]> notice) {
        var open = notice.key() == null ? null : pages.get(notice.key());
        if (open == null || notice.value() == null) {
            return;
        }
        try {
            if (json.readTree(notice.value()) instanceof ObjectNode body) {
                open.forEach(page -> page.show(new Balance(body)));
                return;
            }
        } catch (IOException e) {
            // Reported below, like one that can be read and is no balance.
        }
        LOG.warnf("The notice at %s-%d@%d can't be read", notice.topic(), notice.partition(), notice.offset());
    }

    /** Streams without an end would keep the gateway from stopping; the pages come back, to another one. */
    void endAll(@Observes ShutdownDelayInitiatedEvent stopped) {
        stopping = true;
        pages.values().forEach(open -> open.forEach(Page::end));
    }

    /** A stream ends with the session that it was opened by. */
    void endSession(@Observes SecurityEvent event) {
        if (!LOGGED_OUT.contains(event.getEventType())) {
            return;
        }
        var caller = callers.of(event.getSecurityIdentity());
        pages.getOrDefault(caller.userId(), Set.of()).stream()
                .filter(page -> page.caller().equals(caller))
                .forEach(Page::end);
    }

    private Runnable keepAlive(Page page) {
        var failures = new AtomicInteger();
        var heartbeat = vertx.setPeriodic(config.heartbeat().toMillis(), timer -> {
            page.heartbeat();
            read(page)
                    .subscribe()
                    .with(
                            balance -> {
                                failures.set(0);
                                page.show(balance);
                            },
                            e -> {
                                if (failures.incrementAndGet() >= MOST_FAILURES) {
                                    page.end();
                                }
                            });
        });
        var life = Duration.between(clock.instant(), page.caller().expiresAt());
        var expiry = vertx.setTimer(Math.max(1, life.toMillis()), timer -> page.end());
        return () -> {
            vertx.cancelTimer(heartbeat);
            vertx.cancelTimer(expiry);
        };
    }

    private Uni<Balance> read(Page page) {
        return credit.balance(page.caller().userId(), page.caller().subscription());
    }

    /** Whether there was room for one more; counted and added as one step, for pages are opened at the same time. */
    private boolean add(Page page) {
        var open = pages.compute(page.caller().userId(), (user, others) -> {
            Set<Page> with = others == null ? ConcurrentHashMap.newKeySet() : others;
            if (with.size() < config.streamsPerUser()) {
                with.add(page);
            }
            return with;
        });
        return open.contains(page);
    }

    private void remove(Page page) {
        pages.computeIfPresent(page.caller().userId(), (user, open) -> {
            open.remove(page);
            return open.isEmpty() ? null : open;
        });
    }
}
