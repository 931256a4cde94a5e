package dev.chatcredits.credit.completion;

import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Forgets generations that were not charged, once no event about them is taken any more. Charged ones are never forgotten. */
@ApplicationScoped
class Purge {

    private static final String FORGET = "delete from hold where ctid in (select ctid from hold"
            + " where status in ('RELEASED', 'EXPIRED') and ended_at < $1 limit $2)";
    private static final String FORGET_LETTERS = "delete from dead_letter d where not exists (select from hold h"
            + " where h.user_id = d.user_id and h.generation_id = d.generation_id and h.status = 'HELD')"
            + " and recorded_at < $1";

    /** Enough at once for one transaction; what is left follows. */
    static final int BATCH = 5_000;

    private final Pool pool;
    private final Clock clock;

    Purge(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    @Scheduled(every = "10m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> purge() {
        OffsetDateTime before = clock.instant().minus(LetterReader.OLDEST).atOffset(ZoneOffset.UTC);
        return forget(before)
                .flatMap(forgotten -> pool.preparedQuery(FORGET_LETTERS).execute(Tuple.of(before)))
                .onFailure()
                .invoke(e -> Log.warnf("nothing is purged: %s", e.toString()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private Uni<Void> forget(OffsetDateTime before) {
        return Multi.createBy()
                .repeating()
                .uni(() -> pool.preparedQuery(FORGET).execute(Tuple.of(before, BATCH)))
                .whilst(forgotten -> forgotten.rowCount() == BATCH)
                .onItem()
                .ignoreAsUni();
    }
}
