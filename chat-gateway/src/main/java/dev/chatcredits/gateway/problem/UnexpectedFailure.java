package dev.chatcredits.gateway.problem;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemPostProcessor;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Logs what nobody foresaw. What was foreseen is logged where it is known what it means, and not as an error. */
@ApplicationScoped
class UnexpectedFailure implements ProblemPostProcessor {

    private static final Logger LOG = Logger.getLogger(UnexpectedFailure.class);

    @Override
    public HttpProblem apply(HttpProblem problem, ProblemContext context) {
        if (problem.getStatusCode() == Code.INTERNAL_ERROR.status()) {
            LOG.errorf(context.cause, "%s failed", context.path);
        }
        return problem;
    }
}
