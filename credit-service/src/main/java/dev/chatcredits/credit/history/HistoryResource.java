package dev.chatcredits.credit.history;

import dev.chatcredits.credit.account.Ledger;
import dev.chatcredits.credit.account.Requests;
import dev.chatcredits.credit.ledger.Entry;
import dev.chatcredits.credit.ledger.UserId;
import dev.chatcredits.credit.problem.Problems;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** A user's entries, page by page. */
@Path("/internal/v1/accounts/{userId}/entries")
@RolesAllowed({"credits-service", "credits-admin"})
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "accounts")
class HistoryResource {

    private static final int LARGEST_PAGE = 200;

    private final Ledger ledger;

    HistoryResource(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * A page.
     *
     * @param nextCursor where the next one begins; null on the last
     */
    record Page(List<Line> entries, @Nullable String nextCursor) {}

    /** An entry; credits are signed. */
    record Line(
            Entry.Kind kind,
            long credits,
            @Nullable String model,
            @Nullable String generationId,
            Instant occurredAt,
            long remainingAfter,
            @Nullable String reason,
            @Nullable String actor) {

        static Line of(EntryRow row) {
            return new Line(
                    row.kind,
                    row.credits,
                    row.modelId,
                    row.generationId,
                    row.occurredAt,
                    row.remainingAfter,
                    row.reason,
                    row.actor);
        }
    }

    @GET
    @Operation(summary = "Read the ledger of a user, newest first")
    public Uni<Page> entries(
            @Parameter(schema = @Schema(minLength = 1, maxLength = 255, pattern = Requests.USER)) @RestPath
                    String userId,
            @Parameter(schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "200", defaultValue = "50"))
                    @RestQuery
                    @DefaultValue("50")
                    String limit,
            @Parameter(schema = @Schema(pattern = "^[0-9]+$")) @RestQuery @Nullable String cursor) {
        UserId user = Requests.user(userId);
        int size = (int) number("limit", limit, LARGEST_PAGE);
        long before = cursor == null ? Long.MAX_VALUE : number("cursor", cursor, Long.MAX_VALUE);
        return Requests.known(ledger, user)
                .flatMap(known ->
                        Requests.inTime(Panache.withSession(() -> EntryRow.page(user.value(), before, size + 1))))
                .map(rows -> page(rows, size));
    }

    /** One more row than the page has was asked for: whether it came tells if there is another page. */
    private static Page page(List<EntryRow> rows, int size) {
        List<EntryRow> shown = rows.subList(0, Math.min(size, rows.size()));
        String next = rows.size() > size ? String.valueOf(shown.get(size - 1).no) : null;
        return new Page(shown.stream().map(Line::of).toList(), next);
    }

    private static long number(String field, String value, long most) {
        // Java's parsers take the digits of all scripts, our description doesn't.
        if (value.matches("[0-9]{1,19}")) {
            // 19 digits fit; one that is too large for a signed number is negative then.
            long number = Long.parseUnsignedLong(value);
            if (number >= 1 && number <= most) {
                return number;
            }
        }
        throw Problems.invalid(field, field + " must be a whole number from 1 to " + most);
    }
}
