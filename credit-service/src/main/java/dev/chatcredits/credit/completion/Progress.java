package dev.chatcredits.credit.completion;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Up to where the events of each partition are in the ledger, and which dead letters keep a hold alive. */
@ApplicationScoped
class Progress {

    /** A consumer that lost its partitions may write late; it doesn't take the position back. */
    private static final String ADVANCE = "insert into consumed (topic_id, partition_no, next_offset)"
            + " select $1, * from unnest($2::int[], $3::bigint[])"
            + " on conflict (topic_id, partition_no) do update"
            + " set next_offset = greatest(consumed.next_offset, excluded.next_offset)";

    private static final String KEEP = "insert into dead_letter (user_id, generation_id)"
            + " select * from unnest($1::text[], $2::text[]) on conflict do nothing";

    private final Pool pool;

    Progress(Pool pool) {
        this.pool = pool;
    }

    Uni<Void> advance(SqlConnection connection, String topicId, Map<Integer, Long> nextOffsets) {
        List<Integer> partitions = List.copyOf(nextOffsets.keySet());
        return connection
                .preparedQuery(ADVANCE)
                .execute(Tuple.of(
                        topicId,
                        partitions.toArray(Integer[]::new),
                        partitions.stream().map(nextOffsets::get).toArray(Long[]::new)))
                .replaceWithVoid();
    }

    Uni<Void> advance(String topicId, Map<Integer, Long> nextOffsets) {
        return pool.withTransaction(connection -> advance(connection, topicId, nextOffsets));
    }

    Uni<Void> keepHoldsOf(SqlConnection connection, List<Letter.Dead> letters) {
        List<Letter.Ids> readable =
                letters.stream().flatMap(l -> l.ids().stream()).toList();
        if (readable.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return connection
                .preparedQuery(KEEP)
                .execute(Tuple.of(
                        readable.stream().map(ids -> ids.user().value()).toArray(String[]::new),
                        readable.stream().map(ids -> ids.generation().value()).toArray(String[]::new)))
                .replaceWithVoid();
    }

    /** By topic id, then partition. */
    Uni<Map<String, Map<Integer, Long>>> positions() {
        return pool.query("select * from consumed").execute().map(rows -> {
            Map<String, Map<Integer, Long>> positions = new HashMap<>();
            rows.forEach(row -> positions
                    .computeIfAbsent(row.getString("topic_id"), id -> new HashMap<>())
                    .put(row.getInteger("partition_no"), row.getLong("next_offset")));
            return positions;
        });
    }
}
