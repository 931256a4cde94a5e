package dev.chatcredits.credit.admin;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hibernate.reactive.mutiny.Mutiny;

/** Recomputes every account from its entries and holds. */
@Path("/admin/v1/audit")
@RolesAllowed("credits-admin")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "admin")
class AuditResource {

    /** It reads everything; the service's usual limit is for single requests. */
    private static final String TAKE_TIME = "set local statement_timeout = '10min'";

    private final Mutiny.SessionFactory sessions;

    AuditResource(Mutiny.SessionFactory sessions) {
        this.sessions = sessions;
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
        return sessions.withTransaction(session -> session.createNativeQuery(TAKE_TIME)
                .executeUpdate()
                .flatMap(set ->
                        session.createNativeQuery(AuditSql.ALL, Object[].class).getResultList())
                .map(AuditResource::audit));
    }

    /** The first row counts the accounts, so that the count and the differences are of the same moment. */
    private static Audit audit(List<Object[]> rows) {
        return new Audit(
                number(rows.get(0)[3]),
                rows.stream()
                        .skip(1)
                        .map(row -> new Difference((String) row[0], (String) row[1], number(row[2]), number(row[3])))
                        .toList());
    }

    private static long number(Object value) {
        return ((Number) value).longValue();
    }
}
