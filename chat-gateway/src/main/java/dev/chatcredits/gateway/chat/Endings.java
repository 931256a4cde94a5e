package dev.chatcredits.gateway.chat;

import static dev.chatcredits.gateway.provider.ProviderFailure.Kind.TIMEOUT;

import dev.chatcredits.gateway.chat.GenerationMetrics.Outcome;
import dev.chatcredits.gateway.credit.CreditCheckFailed;
import dev.chatcredits.gateway.problem.Code;
import dev.chatcredits.gateway.problem.ProblemForm;
import dev.chatcredits.gateway.provider.ProviderFailure;
import io.quarkiverse.resteasy.problem.HttpProblem;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The ways in which a generation ends that isn't charged for certain, as the caller is told. */
final class Endings {

    private static final Logger LOG = Logger.getLogger(Endings.class);

    /** An earlier request with the same key may have been; what became of that one is asked by its id. */
    private static final String NOT_CHARGED = " This request was not charged.";

    /** The caller went away before the provider was called. */
    static final class CallerGone extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private Endings() {}

    static HttpProblem unknown(String generationId) {
        return Code.OUTCOME_UNKNOWN
                .because("The answer is complete; whether it was charged is not confirmed yet.")
                .with("generationId", generationId)
                .with("statusUrl", statusUrl(generationId))
                .build();
    }

    static HttpProblem stopped() {
        return Code.OVERLOADED.problem("The gateway had to stop before the answer was complete." + NOT_CHARGED);
    }

    static ProviderFailure tooSlow(boolean begun) {
        return new ProviderFailure(
                TIMEOUT,
                begun
                        ? "The provider sent nothing more for too long, or had no end."
                        : "The provider sent nothing for too long.");
    }

    static String statusUrl(String generationId) {
        return "/api/generations/" + generationId;
    }

    /** @param keyed whether the caller chose the id, so that a new try needs a new key */
    static HttpProblem problem(Throwable failure, String generationId, boolean keyed) {
        var problem = tagged(problem(failure, generationId), generationId);
        return keyed && problem.getStatusCode() >= 500
                ? HttpProblem.builder(problem)
                        .withHeader("x-should-retry", "false")
                        .build()
                : problem;
    }

    static HttpProblem tagged(HttpProblem problem, String generationId) {
        return HttpProblem.builder(problem)
                .withHeader("X-Generation-Id", generationId)
                .build();
    }

    /** What a failed generation costs; null when that isn't known. */
    static @Nullable Long charged(HttpProblem problem) {
        return ProblemForm.code(problem) == Code.OUTCOME_UNKNOWN ? null : 0L;
    }

    static Outcome outcome(Throwable failure) {
        return switch (failure) {
            case HttpProblem problem ->
                switch (ProblemForm.code(problem)) {
                    case OUTCOME_UNKNOWN -> Outcome.UNKNOWN;
                    case OVERLOADED -> Outcome.FAILED;
                    default -> Outcome.REFUSED;
                };
            case CreditCheckFailed check -> Outcome.CHECK_FAILED;
            case CallerGone gone -> Outcome.ABANDONED;
            default -> Outcome.FAILED;
        };
    }

    private static HttpProblem problem(Throwable failure, String generationId) {
        return switch (failure) {
            case HttpProblem problem -> problem;
            case CreditCheckFailed check -> {
                LOG.logf(check.logLevel(), "Generation %s did not begin: %s", generationId, check.getMessage());
                yield Code.CREDIT_CHECK_FAILED.problem("Credits can't be checked just now." + NOT_CHARGED);
            }
            case ProviderFailure provider -> {
                LOG.infof("Generation %s failed: %s", generationId, provider.getMessage());
                var code = provider.kind() == TIMEOUT ? Code.PROVIDER_TIMEOUT : Code.PROVIDER_FAILED;
                yield code.problem(provider.getMessage() + NOT_CHARGED);
            }
            case CallerGone gone -> Code.INTERNAL_ERROR.problem("The caller went away.");
            default -> {
                LOG.errorf(failure, "Generation %s failed", generationId);
                yield Code.INTERNAL_ERROR.problem("Something went wrong here." + NOT_CHARGED);
            }
        };
    }
}
