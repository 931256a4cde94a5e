package dev.chatcredits.gateway.balance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatcredits.gateway.credit.Balance;
import dev.chatcredits.gateway.credit.CreditClient;
import dev.chatcredits.gateway.credit.Explanation;
import dev.chatcredits.gateway.identity.Callers;
import dev.chatcredits.gateway.problem.Code;
import dev.chatcredits.gateway.sse.EventStream;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** A person's own credits. */
@Path("/api/credits")
@Authenticated
@Tag(name = "credits")
class CreditsResource {

    private static final int MOST_ENTRIES = 200;

    private static final String BALANCE = """
            {"userId":"alice","planId":"pro_user","planName":"Pro","hasSubscription":true,"total":50,"used":2,"held":0,"heldElsewhere":0,
             "debt":0,"remaining":48,"low":false,"periodStart":"2026-11-01T00:00:00Z","periodEnd":"2026-12-01T00:00:00Z","version":3,
             "updatedAt":"2026-11-22T10:15:30Z"}
            """;

    /** A page of the ledger, newest first. */
    record History(List<Entry> entries, @Nullable String nextCursor) {

        static History of(ObjectNode page) {
            return new History(
                    StreamSupport.stream(page.path("entries").spliterator(), false)
                            .map(Entry::of)
                            .toList(),
                    page.path("nextCursor").textValue());
        }
    }

    /** One change of what was granted or used; {@code credits} signed. Who made it is not told to the person. */
    record Entry(
            @Schema(enumeration = {"GRANT", "LAPSE", "CHARGE", "DEBT", "ADJUST"})
            String kind,

            long credits,
            @Nullable String model,
            @Nullable String generationId,
            @Schema(format = "date-time") String occurredAt,
            long remainingAfter) {

        static Entry of(JsonNode entry) {
            return new Entry(
                    entry.path("kind").asText(),
                    entry.path("credits").asLong(),
                    entry.path("model").textValue(),
                    entry.path("generationId").textValue(),
                    entry.path("occurredAt").asText(),
                    entry.path("remainingAfter").asLong());
        }
    }

    private final CreditClient credit;
    private final LiveBalance live;
    private final Callers callers;
    private final SecurityIdentity identity;

    CreditsResource(CreditClient credit, LiveBalance live, Callers callers, SecurityIdentity identity) {
        this.credit = credit;
        this.live = live;
        this.callers = callers;
        this.identity = identity;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Read the balance, after the plan in the token")
    @APIResponse(
            responseCode = "200",
            description = "The balance",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Balance.Members.class),
                            examples = @ExampleObject(name = "balance", value = BALANCE)))
    public Uni<Balance> balance() {
        var caller = callers.of(identity);
        return credit.balance(caller.userId(), caller.subscription());
    }

    @GET
    @Path("explanation")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Read how the balance comes about",
            description =
                    "The grants and open holds that it is the sum of, after the plan in the token, as of one moment.")
    public Uni<Explanation> explanation() {
        var caller = callers.of(identity);
        return credit.balance(caller.userId(), caller.subscription()).chain(() -> credit.explanation(caller.userId()));
    }

    @GET
    @Path("history")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Read what changed the balance, newest first")
    public Uni<History> history(
            @Parameter(schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "200", defaultValue = "50"))
                    @RestQuery
                    @DefaultValue("50")
                    String limit,
            @Parameter(schema = @Schema(pattern = "^[0-9]+$")) @RestQuery @Nullable String cursor) {
        return credit.entries(callers.of(identity).userId(), limit(limit), cursor)
                .map(page -> page.map(History::of).orElse(new History(List.of(), null)));
    }

    @GET
    @Path("stream")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            summary = "Follow the balance",
            description = "An event balance at once and at each change; comments in between. Ends with the token.")
    @APIResponse(
            responseCode = "200",
            description = "Events",
            content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS))
    @APIResponse(responseCode = "503", description = "CREDIT_CHECK_FAILED or OVERLOADED")
    public Uni<RestResponse<EventStream>> stream(@Context HttpServerRequest request) {
        if (request.method().equals(HttpMethod.HEAD)) {
            // Nobody would read the stream, and nothing would end it.
            return Uni.createFrom().item(RestResponse.ok());
        }
        return live.open(callers.of(identity)).map(EventStream::response);
    }

    private static int limit(String text) {
        // Java's parsers take the digits of all scripts, our description doesn't.
        if (text.matches("[0-9]{1,9}")) {
            var limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST_ENTRIES) {
                return limit;
            }
        }
        throw Code.invalid("limit", "The limit is a number from 1 to " + MOST_ENTRIES + ".");
    }
}
