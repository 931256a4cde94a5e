package dev.chatcredits.credit.problem;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemPostProcessor;
import io.quarkiverse.resteasy.problem.validation.Violation;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** Gives the problems that the framework reports the codes of ours: for invalid bodies with the first field that is wrong. */
@ApplicationScoped
class ProblemCodes implements ProblemPostProcessor {

    private static final Map<Integer, String> CODES = Map.of(
            400, "INVALID_REQUEST",
            401, "UNAUTHENTICATED",
            403, "FORBIDDEN",
            404, "NOT_FOUND",
            405, "METHOD_NOT_ALLOWED",
            406, "NOT_ACCEPTABLE",
            413, "PAYLOAD_TOO_LARGE",
            415, "UNSUPPORTED_MEDIA_TYPE");

    @Override
    public HttpProblem apply(HttpProblem problem, ProblemContext context) {
        if (problem.getParameters().containsKey("code")) {
            return problem;
        }
        HttpProblem.Builder coded = HttpProblem.builder()
                .withStatus(problem.getStatusCode())
                .withTitle(problem.getTitle())
                .withDetail(problem.getDetail());
        problem.getHeaders().forEach(coded::withHeader);
        coded.with("code", CODES.getOrDefault(problem.getStatusCode(), "INTERNAL_ERROR"));
        if (problem.getParameters().get("violations") instanceof List<?> violations
                && !violations.isEmpty()
                && violations.get(0) instanceof Violation first) {
            return coded.withDetail(first.field + " " + first.message)
                    .with("field", first.field)
                    .build();
        }
        problem.getParameters().forEach(coded::with);
        if (problem.getStatusCode() == 400 && !problem.getParameters().containsKey("field")) {
            coded.withDetail("the body isn't JSON of the form that this route takes")
                    .with("field", "body");
        }
        return coded.build();
    }
}
