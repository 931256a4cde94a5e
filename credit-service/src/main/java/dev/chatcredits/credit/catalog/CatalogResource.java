package dev.chatcredits.credit.catalog;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What plans give and models cost, for gateways. */
@Path("/internal/v1/catalog")
@RolesAllowed({"credits-service", "credits-admin"})
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "catalog")
class CatalogResource {

    private final Body body;

    CatalogResource(Catalog catalog) {
        this.body = new Body(
                List.copyOf(catalog.plans().values()),
                catalog.features().entrySet().stream()
                        .map(f -> new Feature(f.getKey(), f.getValue()))
                        .toList(),
                List.copyOf(catalog.models().values()),
                catalog.defaultCost().orElse(null));
    }

    /** A feature that gives credits by itself. */
    record Feature(String id, long credits) {}

    /**
     * The catalog.
     *
     * @param models an id that ends in {@code *} stands for all that begin alike; the exact id, then the longest match counts
     * @param defaultCost of models that aren't in it; null when they are refused
     */
    record Body(
            List<Catalog.Plan> plans,
            List<Feature> features,
            List<Catalog.Model> models,
            @Nullable Long defaultCost) {}

    @GET
    @Operation(summary = "Read what plans give and models cost")
    public Body catalog() {
        return body;
    }
}
