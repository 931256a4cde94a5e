package dev.chatcredits.credit.admin;

import dev.chatcredits.credit.account.LongQueries;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Recomputes every account from its entries and holds. */
@Path("/admin/v1/audit")
@RolesAllowed("credits-admin")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "admin")
class AuditResource {

    private final OneByOne<Audit> audits;

    AuditResource(LongQueries queries) {
        audits = new OneByOne<>(() -> queries.run(AuditSql.ALL).map(AuditResource::audit));
    }

    /**
     * What the audit found.
     *
     * @param accounts how many were recomputed
     * @param differences empty when the books are right
     */
    record Audit(long accounts, List<Difference> differences) {}

    /**
     * Something that isn't what the entries and holds say.
     *
     * @param what the grant, generation or account and its figure
     */
    record Difference(String userId, String what, long expected, long found) {}

    @GET
    @Operation(summary = "Recompute every account from its entries and holds")
    public Uni<Audit> audit() {
        return UniHelper.toUni(audits.next());
    }

    /** One of the rows, wherever it comes, counts the accounts, so that the count and the differences are of the same moment. */
    private static Audit audit(RowSet<Row> rows) {
        List<Difference> all = StreamSupport.stream(rows.spliterator(), false)
                .map(row -> new Difference(
                        row.getString("user_id"), row.getString("what"), row.getLong("expected"), row.getLong("found")))
                .toList();
        long accounts = all.stream()
                .filter(AuditResource::isCount)
                .mapToLong(Difference::found)
                .sum();
        return new Audit(accounts, all.stream().filter(row -> !isCount(row)).toList());
    }

    private static boolean isCount(Difference row) {
        return row.what().equals(AuditSql.COUNT);
    }
}
