package dev.chatcredits.credit.completion;

import dev.chatcredits.credit.account.Ledger;
import dev.chatcredits.credit.ledger.Command;
import dev.chatcredits.credit.ledger.GenerationId;
import dev.chatcredits.credit.ledger.UserId;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;

/** Ends the holds that nobody ended: those whose life was over at an instant up to which all events are in the ledger. */
@ApplicationScoped
class HoldSweeper {

    private static final String DUE = "select h.user_id, h.generation_id from hold h"
            + " where h.status = 'HELD' and h.expires_at < $1 and not exists (select from dead_letter d"
            + " where d.user_id = h.user_id and d.generation_id = h.generation_id) order by h.expires_at limit $2";

    private final Pool pool;
    private final Clock clock;
    private final Ledger ledger;
    private final CompletionTopic topic;
    private final Progress progress;
    private final ExpiryConfig config;
    private final AtomicInteger blocked;
    private volatile boolean stopping;

    HoldSweeper(
            Pool pool,
            Clock clock,
            Ledger ledger,
            CompletionTopic topic,
            Progress progress,
            ExpiryConfig config,
            MeterRegistry registry) {
        this.pool = pool;
        this.clock = clock;
        this.ledger = ledger;
        this.topic = topic;
        this.progress = progress;
        this.config = config;
        this.blocked = registry.gauge("credits.expiry.blocked", new AtomicInteger());
    }

    @Scheduled(every = "${credits.expiry.every:10s}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        Instant lifeOver = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (stopping) {
            return Uni.createFrom().voidItem();
        }
        return due(lifeOver)
                .flatMap(due -> due.isEmpty() ? Uni.createFrom().voidItem() : sweepWhenAllIsKnown(lifeOver))
                .onFailure(e -> !stopping)
                .invoke(e -> Log.warnf("no hold expires until this is over: %s", e.toString()))
                .onFailure()
                .recoverWithNull();
    }

    /** The database's pool closes next; what a sweep has begun is undone by that, and nobody has to know. */
    void stop(@Observes ShutdownEvent stop) {
        stopping = true;
    }

    private Uni<Void> sweepWhenAllIsKnown(Instant lifeOver) {
        return topic.extent()
                .flatMap(extent -> progress.positions().flatMap(consumed -> switch (Watermark.of(extent, consumed)) {
                    case Watermark.Reached reached -> {
                        blocked.set(0);
                        yield expire(lifeOver);
                    }
                    case Watermark.Behind behind -> skipMarkers(extent, behind);
                    case Watermark.Unknown unknown -> {
                        blocked.set(1);
                        Log.errorf("no hold expires until a person has looked: %s", unknown.reason());
                        yield Uni.createFrom().voidItem();
                    }
                }));
    }

    /** What lies ahead may be nothing but markers of transactions; if so, the next sweep finds the end reached. */
    private Uni<Void> skipMarkers(CompletionTopic.Extent extent, Watermark.Behind behind) {
        return Uni.createFrom()
                .item(() -> markersOnly(extent, behind))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .flatMap(ends -> ends.isEmpty() ? Uni.createFrom().voidItem() : progress.advance(extent.id(), ends));
    }

    private Map<Integer, Long> markersOnly(CompletionTopic.Extent extent, Watermark.Behind behind) {
        Map<Integer, Long> ends = new HashMap<>();
        behind.positions().forEach((partition, position) -> {
            long end = extent.ends().getOrDefault(partition, position);
            if (topic.isEmptyBetween(partition, position, end)) {
                ends.put(partition, end);
            }
        });
        return ends;
    }

    private Uni<Void> expire(Instant lifeOver) {
        return due(lifeOver)
                .flatMap(due -> due.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : ledger.applyEach(due)
                                .invoke(answers -> Log.infof("%d holds expired", answers.size()))
                                .flatMap(answers -> due.size() < config.batch()
                                        ? Uni.createFrom().voidItem()
                                        : expire(lifeOver)));
    }

    private Uni<List<Command>> due(Instant lifeOver) {
        return pool.preparedQuery(DUE)
                .execute(Tuple.of(lifeOver.atOffset(ZoneOffset.UTC), config.batch()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> expire(row, lifeOver))
                        .toList());
    }

    private static Command expire(Row row, Instant lifeOver) {
        return new Command.Expire(
                new UserId(row.getString("user_id")), new GenerationId(row.getString("generation_id")), lifeOver);
    }
}
