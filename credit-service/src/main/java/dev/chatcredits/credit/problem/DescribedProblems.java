package dev.chatcredits.credit.problem;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** Writes into the OpenAPI document what every route refuses alike, so that no route has to repeat it. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class DescribedProblems implements OASFilter {

    private static final String PROBLEM = "Problem";

    private static final Map<String, String> ANYWHERE = Map.of(
            "400", "INVALID_REQUEST: the field says what",
            "401", "UNAUTHENTICATED: no token, or none of the right issuer and audience in its time",
            "403", "FORBIDDEN: the token's roles don't allow it",
            "406", "NOT_ACCEPTABLE: there is no such form of the answer",
            "503", "OVERLOADED: try again; Retry-After says when");

    private static final Map<String, String> WITH_BODY = Map.of(
            "411", "LENGTH_REQUIRED: the body needs a Content-Length",
            "413", "PAYLOAD_TOO_LARGE: a body has up to 64 KiB",
            "415", "UNSUPPORTED_MEDIA_TYPE: a body is application/json");

    @Override
    public void filterOpenAPI(OpenAPI document) {
        document.getComponents().addSchema(PROBLEM, problem());
        document.getPaths()
                .getPathItems()
                .forEach(
                        (path, item) -> item.getOperations().forEach((method, operation) -> describe(path, operation)));
    }

    private static void describe(String path, Operation operation) {
        ANYWHERE.forEach((status, why) -> refusal(operation, status, why));
        if (operation.getRequestBody() != null) {
            WITH_BODY.forEach((status, why) -> refusal(operation, status, why));
        }
        if (path.contains("{")) {
            refusal(operation, "404", "NOT_FOUND: nobody or nothing of that id is known");
        }
    }

    private static void refusal(Operation operation, String status, String why) {
        operation
                .getResponses()
                .addAPIResponse(
                        status,
                        OASFactory.createAPIResponse()
                                .description(why)
                                .content(OASFactory.createContent()
                                        .addMediaType(
                                                "application/problem+json",
                                                OASFactory.createMediaType()
                                                        .schema(OASFactory.createSchema()
                                                                .ref(PROBLEM)))));
    }

    private static Schema problem() {
        return OASFactory.createSchema()
                .type(List.of(Schema.SchemaType.OBJECT))
                .description("RFC 9457")
                .addProperty("status", OASFactory.createSchema().type(List.of(Schema.SchemaType.INTEGER)))
                .addProperty("title", text())
                .addProperty("detail", text())
                .addProperty("code", text())
                .addProperty("field", text())
                .required(List.of("status", "title", "code"));
    }

    private static Schema text() {
        return OASFactory.createSchema().type(List.of(Schema.SchemaType.STRING));
    }
}
