package dev.chatcredits.credit.account;

import dev.chatcredits.credit.ledger.Grant;
import dev.chatcredits.credit.ledger.Hold;
import dev.chatcredits.credit.ledger.UserId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Grants that ended too long ago to be loaded with the others. A success that comes after its hold was given back is still charged to
 * those that counted when it was held. They are asked for apart, for it hardly ever happens.
 */
final class OldGrants {

    private static final String OF_A_TIME =
            "select distinct g.* from unnest($1::text[], $2::timestamptz[]) k (user_id, held_at)"
                    + " join credit_grant g on g.user_id = k.user_id and k.held_at >= g.starts_at and k.held_at < g.ends_at";

    private OldGrants() {}

    private record Held(UserId user, Instant at) {}

    /**
     * Adds those of holds that aren't settled yet.
     *
     * @param since grants that ended later are there already
     */
    static Uni<Void> add(
            Map<UserId, List<Grant>> grants, Map<UserId, List<Hold>> holds, Instant since, SqlConnection connection) {
        List<Held> old = holds.entrySet().stream()
                .flatMap(of -> of.getValue().stream()
                        .filter(hold -> hold.status() != Hold.Status.SETTLED)
                        .map(hold -> new Held(of.getKey(), hold.createdAt())))
                .filter(held -> held.at().isBefore(since))
                .toList();
        if (old.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return connection
                .preparedQuery(OF_A_TIME)
                .execute(new Columns<>(old)
                        .text(held -> held.user().value())
                        .instant(Held::at)
                        .tuple())
                .invoke(found -> merge(found, grants))
                .replaceWithVoid();
    }

    private static void merge(RowSet<Row> found, Map<UserId, List<Grant>> grants) {
        found.forEach(row -> {
            Grant grant = Rows.grant(row);
            List<Grant> known = grants.computeIfAbsent(Rows.user(row), user -> new ArrayList<>());
            if (known.stream().noneMatch(g -> g.no() == grant.no())) {
                known.add(grant);
                known.sort(Comparator.comparingLong(Grant::no));
            }
        });
    }
}
