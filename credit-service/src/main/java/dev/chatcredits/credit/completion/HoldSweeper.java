package dev.chatcredits.credit.completion;

import dev.chatcredits.credit.account.Answer;
import dev.chatcredits.credit.account.Ledger;
import dev.chatcredits.credit.ledger.Command;
import dev.chatcredits.credit.ledger.GenerationId;
import dev.chatcredits.credit.ledger.UserId;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
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
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;

/** Ends the holds that nobody ended: those whose life was over at an instant up to which all events are in the ledger. */
@ApplicationScoped
class HoldSweeper {

    private static final String DUE = "select h.user_id, h.generation_id from hold h"
            + " where h.status = 'HELD' and h.expires_at < $1 and not exists (select from dead_letter d"
            + " where d.user_id = h.user_id and d.generation_id = h.generation_id) order by h.expires_at limit $2";

    private static final Uni<Boolean> NOTHING_MORE = Uni.createFrom().item(false);

    private final Pool pool;
    private final Clock clock;
    private final Ledger ledger;
    private final CompletionTopic topic;
    private final Progress progress;
    private final ExpiryConfig config;
    private final AtomicInteger blocked;
    private volatile boolean stopping;

    /** What an earlier sweep found, and the consumer has still to reach: under steady traffic it never reaches the end of the moment. */
    private volatile Optional<Overdue> pending = Optional.empty();

    /** Holds whose life was over at an instant, before the mark was made. */
    private record Overdue(List<Command> holds, Instant lifeOver, Watermark mark) {}

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
        if (stopping) {
            return Uni.createFrom().voidItem();
        }
        return Multi.createBy()
                .repeating()
                .uni(this::expireWhatIsDue)
                .whilst(more -> more && !stopping)
                .onItem()
                .ignoreAsUni()
                .onFailure(e -> !stopping)
                .invoke(e -> Log.warnf("no hold expires until this is over: %s", e.toString()))
                .onFailure()
                .recoverWithNull();
    }

    /** The database's pool closes next; what a sweep has begun is undone by that, and nobody has to know. */
    void stop(@Observes ShutdownEvent stop) {
        stopping = true;
    }

    /** @return whether there may be more, for as many ended as are looked for at once */
    private Uni<Boolean> expireWhatIsDue() {
        Instant lifeOver = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return due(lifeOver).flatMap(due -> expireWhenAllIsKnown(due, lifeOver));
    }

    /**
     * In this order: a position that was read before the ends can't be beyond them. Also when none is due: whether events were lost is
     * to be known as soon as can be, and theirs may be no hold at all.
     */
    private Uni<Boolean> expireWhenAllIsKnown(List<Command> due, Instant lifeOver) {
        return progress.positions()
                .flatMap(consumed -> topic.watermark().flatMap(mark -> {
                    Optional<String> doubt = mark.doubt(consumed);
                    blocked.set(doubt.isPresent() ? 1 : 0);
                    if (doubt.isPresent()) {
                        pending = Optional.empty();
                        Log.errorf("no hold expires until a person has looked: %s", doubt.get());
                        return NOTHING_MORE;
                    }
                    return due.isEmpty() ? NOTHING_MORE : expireWhatIsKnown(new Overdue(due, lifeOver, mark), consumed);
                }));
    }

    private Uni<Boolean> expireWhatIsKnown(Overdue now, Map<String, Map<Integer, Long>> consumed) {
        Overdue earlier = pending.filter(
                        p -> p.mark().topicId().equals(now.mark().topicId()))
                .orElse(now);
        Map<Integer, Long> kept = now.mark().starts();
        for (Overdue overdue : List.of(now, earlier)) {
            if (overdue.mark().behind(consumed, kept).isEmpty()) {
                pending = Optional.of(now);
                return expire(overdue);
            }
        }
        pending = Optional.of(earlier);
        return skipMarkers(earlier.mark(), earlier.mark().behind(consumed, kept))
                .replaceWith(false);
    }

    /** What lies ahead may be nothing but markers and what was aborted; if so, the next sweep finds the end reached, or is nearer to it. */
    private Uni<Void> skipMarkers(Watermark mark, Map<Integer, Long> behind) {
        return Uni.createFrom()
                .item(() -> nothingUpTo(mark, behind))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .flatMap(further ->
                        further.isEmpty() ? Uni.createFrom().voidItem() : progress.advance(mark.topicId(), further));
    }

    private Map<Integer, Long> nothingUpTo(Watermark mark, Map<Integer, Long> behind) {
        Map<Integer, Long> further = new HashMap<>();
        behind.forEach((partition, position) -> {
            long end = mark.ends().getOrDefault(partition, position);
            long empty = Math.min(end, topic.emptyUpTo(partition, position));
            if (empty > position) {
                further.put(partition, empty);
            }
        });
        return further;
    }

    /** Asks again which are due: an event may have ended some meanwhile, or become a dead letter, which keeps its hold. */
    private Uni<Boolean> expire(Overdue overdue) {
        return due(overdue.lifeOver())
                .map(due -> due.stream().filter(overdue.holds()::contains).toList())
                .flatMap(due -> due.isEmpty() ? NOTHING_MORE : expire(due, overdue));
    }

    private Uni<Boolean> expire(List<Command> due, Overdue overdue) {
        return ledger.applyEach(due)
                .map(answers -> answers.stream()
                        .filter(Answer.Decided.class::isInstance)
                        .count())
                .invoke(ended -> Log.infof("%d holds expired", ended))
                // What the database refused is due again, and would be without end.
                .map(ended -> ended > 0 && overdue.holds().size() == config.batch())
                // The others come under a new mark, for they weren't under this one.
                .invoke(more -> {
                    if (more) {
                        pending = Optional.empty();
                    }
                });
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
