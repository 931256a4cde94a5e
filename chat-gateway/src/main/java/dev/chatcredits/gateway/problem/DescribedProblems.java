package dev.chatcredits.gateway.problem;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.jspecify.annotations.Nullable;

/** Writes into the OpenAPI document what every route refuses alike, so that no route has to repeat it. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class DescribedProblems implements OASFilter {

    private static final Set<Code> ANYWHERE = EnumSet.of(
            Code.INVALID_REQUEST,
            Code.UNAUTHENTICATED,
            Code.FORBIDDEN,
            Code.NOT_ACCEPTABLE,
            Code.RATE_LIMITED,
            Code.CREDIT_CHECK_FAILED);

    private static final Set<Code> WITH_BODY = EnumSet.of(Code.PAYLOAD_TOO_LARGE, Code.UNSUPPORTED_MEDIA_TYPE);

    @Override
    public void filterOpenAPI(OpenAPI document) {
        document.getComponents().addSchema("Problem", problem()).addSchema("OpenAiProblem", openAi());
        document.getPaths()
                .getPathItems()
                .forEach(
                        (path, item) -> item.getOperations().forEach((method, operation) -> describe(path, operation)));
    }

    private static void describe(String path, Operation operation) {
        var responses = operation.getResponses();
        ANYWHERE.forEach(code -> refusal(responses, code));
        if (operation.getRequestBody() != null) {
            WITH_BODY.forEach(code -> refusal(responses, code));
        }
        var content = content(ProblemForm.isOpenAi(path));
        new TreeMap<>(responses.getAPIResponses())
                .tailMap("400")
                .forEach((status, said) -> answer(responses, status, said.getDescription(), content));
    }

    /** What the route itself says about the code stays; what the framework says about the status names no code. */
    private static void refusal(APIResponses responses, Code code) {
        var status = String.valueOf(code.status());
        var said = responses.getAPIResponse(status);
        var description = said == null ? null : said.getDescription();
        if (description == null || !description.contains(code.name())) {
            answer(responses, status, code.name() + ": " + code.title(), null);
        }
    }

    /** Always a new one: the framework gives the same object to all routes, and each has a form of its own. */
    private static void answer(APIResponses responses, String status, String description, @Nullable Content content) {
        responses.addAPIResponse(
                status, OASFactory.createAPIResponse().description(description).content(content));
    }

    private static Content content(boolean openAi) {
        return OASFactory.createContent()
                .addMediaType(
                        openAi ? "application/json" : "application/problem+json",
                        OASFactory.createMediaType()
                                .schema(OASFactory.createSchema().ref(openAi ? "OpenAiProblem" : "Problem")));
    }

    private static Schema codes() {
        return text().enumeration(
                        Arrays.stream(Code.values()).<Object>map(Code::name).toList());
    }

    private static Schema problem() {
        return object().description("RFC 9457")
                .addProperty("status", OASFactory.createSchema().type(List.of(Schema.SchemaType.INTEGER)))
                .addProperty("title", text())
                .addProperty("detail", text())
                .addProperty("instance", text())
                .addProperty("code", codes())
                .addProperty("field", text())
                .required(List.of("status", "title", "code"));
    }

    private static Schema openAi() {
        return object().addProperty(
                        "error",
                        object().addProperty("message", text())
                                .addProperty("type", text())
                                .addProperty("code", codes())
                                .required(List.of("message", "type", "code")))
                .required(List.of("error"));
    }

    private static Schema object() {
        return OASFactory.createSchema().type(List.of(Schema.SchemaType.OBJECT));
    }

    private static Schema text() {
        return OASFactory.createSchema().type(List.of(Schema.SchemaType.STRING));
    }
}
