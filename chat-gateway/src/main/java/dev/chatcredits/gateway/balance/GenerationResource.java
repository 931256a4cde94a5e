package dev.chatcredits.gateway.balance;

import dev.chatcredits.gateway.credit.CreditClient;
import dev.chatcredits.gateway.credit.Hold;
import dev.chatcredits.gateway.identity.Callers;
import dev.chatcredits.gateway.problem.Code;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** What became of a generation: for callers who lost the stream, or were told that the outcome isn't known. */
@Path("/api/generations/{id}")
@Authenticated
@Tag(name = "chat")
class GenerationResource {

    /** What the credit service takes as an id. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    /** The state of a generation; {@code charged} is 0 until it is SETTLED. */
    record Generation(String generationId, @Nullable String model, Hold.Status status, long charged) {

        static Generation of(Hold hold) {
            return new Generation(
                    hold.generationId(),
                    hold.modelId(),
                    hold.status(),
                    hold.status() == Hold.Status.SETTLED ? hold.credits() : 0);
        }
    }

    private final CreditClient credit;
    private final Callers callers;
    private final SecurityIdentity identity;

    GenerationResource(CreditClient credit, Callers callers, SecurityIdentity identity) {
        this.credit = credit;
        this.callers = callers;
        this.identity = identity;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "See what became of one of your generations")
    @APIResponse(responseCode = "200", description = "Its state")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: you have none of this id")
    public Uni<Generation> status(
            @Parameter(schema = @Schema(pattern = "^[A-Za-z0-9._:-]{1,128}$")) @RestPath String id) {
        if (!ID.matcher(id).matches()) {
            throw unknown();
        }
        return credit.generation(callers.of(identity).userId(), id)
                .map(found -> found.map(Generation::of).orElseThrow(GenerationResource::unknown));
    }

    private static RuntimeException unknown() {
        return Code.NOT_FOUND.problem("You have no generation of this id.");
    }
}
