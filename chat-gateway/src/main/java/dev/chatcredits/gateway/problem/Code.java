package dev.chatcredits.gateway.problem;

import io.quarkiverse.resteasy.problem.HttpProblem;
import java.util.Arrays;
import java.util.Optional;

/** The codes that callers can rely on, each with its HTTP status. */
public enum Code {
    INSUFFICIENT_CREDITS(402, "Not enough credits"),
    NO_SUBSCRIPTION(402, "No subscription"),
    CREDIT_CHECK_FAILED(503, "Credits could not be checked"),
    INVALID_REQUEST(400, "Invalid request"),
    GENERATION_ID_REUSED(409, "Idempotency key used for another request"),
    GENERATION_IN_PROGRESS(409, "Generation in progress"),
    GENERATION_ENDED(409, "Generation ended"),
    PAYLOAD_TOO_LARGE(413, "Body too large"),
    RATE_LIMITED(429, "Too many at once"),
    PROVIDER_FAILED(502, "The provider failed"),
    PROVIDER_TIMEOUT(504, "The provider was too slow"),
    UNAUTHENTICATED(401, "Not authenticated"),
    FORBIDDEN(403, "Forbidden"),
    NOT_FOUND(404, "Not found"),
    METHOD_NOT_ALLOWED(405, "Method not allowed"),
    NOT_ACCEPTABLE(406, "Not acceptable"),
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type"),
    OVERLOADED(503, "Overloaded"),
    /** Mostly an event in a stream; as a status only for a whole answer whose settlement could not be confirmed. */
    OUTCOME_UNKNOWN(503, "Outcome unknown"),
    INTERNAL_ERROR(500, "Internal error");

    /** Long enough for a breaker to close or a stream to end, short enough for a person to wait. */
    private static final int RETRY_AFTER_SECONDS = 2;

    private final int status;
    private final String title;

    Code(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** The problem with nothing else to say. */
    public HttpProblem problem(String detail) {
        return because(detail).build();
    }

    /** An {@link #INVALID_REQUEST} that names the field. */
    public static HttpProblem invalid(String field, String detail) {
        return INVALID_REQUEST.because(detail).with("field", field).build();
    }

    /** An {@link #UNAUTHENTICATED} with the challenge of RFC 6750. */
    public static HttpProblem unauthenticated(String detail) {
        return UNAUTHENTICATED
                .because(detail)
                .withHeader("WWW-Authenticate", "Bearer")
                .build();
    }

    /** Starts a problem; the detail is shown to the caller, so it never holds what others wrote. */
    public HttpProblem.Builder because(String detail) {
        var problem = HttpProblem.builder()
                .withStatus(status)
                .withTitle(title)
                .withDetail(detail)
                .with("code", name());
        return switch (this) {
            case CREDIT_CHECK_FAILED, RATE_LIMITED, OVERLOADED ->
                problem.withHeader("Retry-After", RETRY_AFTER_SECONDS);
            case INSUFFICIENT_CREDITS,
                    NO_SUBSCRIPTION,
                    GENERATION_ID_REUSED,
                    GENERATION_IN_PROGRESS,
                    GENERATION_ENDED,
                    OUTCOME_UNKNOWN -> problem.withHeader("x-should-retry", "false");
            default -> problem;
        };
    }

    /** The code of a problem that the framework made, by its status. */
    static Code of(int status) {
        return switch (status) {
            case 400 -> INVALID_REQUEST;
            case 503 -> OVERLOADED;
            default -> byStatus(status).orElse(status < 500 ? INVALID_REQUEST : INTERNAL_ERROR);
        };
    }

    private static Optional<Code> byStatus(int status) {
        return Arrays.stream(values()).filter(code -> code.status == status).findFirst();
    }
}
