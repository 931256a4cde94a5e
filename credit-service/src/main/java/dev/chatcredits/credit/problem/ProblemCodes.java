package dev.chatcredits.credit.problem;

import com.fasterxml.jackson.databind.JsonMappingException;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemPostProcessor;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** Gives the problems that the framework reports the codes of ours. */
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
        if (context.cause instanceof JsonMappingException failure) {
            return Problems.mismatch(failure);
        }
        HttpProblem.Builder coded = HttpProblem.builder()
                .withStatus(problem.getStatusCode())
                .withTitle(problem.getTitle())
                .withDetail(problem.getDetail());
        problem.getHeaders().forEach(coded::withHeader);
        coded.with("code", CODES.getOrDefault(problem.getStatusCode(), "INTERNAL_ERROR"));
        problem.getParameters().forEach(coded::with);
        if (problem.getStatusCode() == 400 && !problem.getParameters().containsKey("field")) {
            coded.withDetail("the body isn't JSON of the form that this route takes")
                    .with("field", "body");
        }
        return coded.build();
    }
}
