package dev.chatcredits.credit.problem;

import com.fasterxml.jackson.databind.JsonMappingException;
import dev.chatcredits.credit.balance.BalanceBody;
import dev.chatcredits.credit.ledger.Hold;
import dev.chatcredits.credit.ledger.Outcome;
import dev.chatcredits.credit.ledger.Refusal;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.stream.Collectors;

/** The answers to what isn't done. */
public final class Problems {

    /** How long a caller does best to wait before it tries again, in seconds. */
    private static final int RETRY_AFTER = 1;

    private Problems() {}

    /** The body is not what the route takes. */
    public static HttpProblem invalid(String field, String detail) {
        return of(400, "INVALID_REQUEST", "Invalid request", detail)
                .with("field", field)
                .build();
    }

    /** A member of the body is of another type than the route takes; what the parser says about it stays inside. */
    static HttpProblem mismatch(JsonMappingException failure) {
        String path = failure.getPath().stream()
                .map(r -> r.getFieldName() == null ? String.valueOf(r.getIndex()) : r.getFieldName())
                .collect(Collectors.joining("."));
        String field = path.isEmpty() ? "body" : path;
        return invalid(field, field + " isn't of the type that this route takes");
    }

    static HttpProblem unauthenticated() {
        return of(401, "UNAUTHENTICATED", "Unauthenticated", "a valid token of the right issuer and audience is needed")
                .withHeader("WWW-Authenticate", "Bearer")
                .build();
    }

    public static HttpProblem notFound(String detail) {
        return of(404, "NOT_FOUND", "Not found", detail).build();
    }

    public static HttpProblem forbidden(String detail) {
        return of(403, "FORBIDDEN", "Forbidden", detail).build();
    }

    /** Shed: others that came before still wait; the same request can be sent again. */
    public static HttpProblem crowded() {
        return overloaded("too many requests wait for the database");
    }

    /** Shed, or the database can't be used; the same request can be sent again. */
    public static HttpProblem overloaded(String detail) {
        return of(503, "OVERLOADED", "Try again", detail)
                .withHeader("Retry-After", RETRY_AFTER)
                .build();
    }

    /**
     * A refusal of the ledger.
     *
     * @param required what the hold would have taken; 0 for other commands
     */
    public static HttpProblem refused(Outcome.Refused refused, BalanceBody balance, long required) {
        Refusal why = refused.why();
        HttpProblem.Builder problem = of(status(why), code(why), title(why), detail(why));
        Hold hold = refused.hold();
        if (hold != null) {
            problem.with("generationId", hold.id().value())
                    .with("generationStatus", hold.status().name())
                    .with("charged", hold.charged());
        }
        switch (why) {
            case INSUFFICIENT_CREDITS, NO_SUBSCRIPTION ->
                problem.with("remaining", balance.remaining())
                        .with("required", required)
                        .with("resetsAt", balance.periodEnd())
                        .with("balance", balance);
            case PROOF_FROM_THE_FUTURE -> problem.with("field", "subscription.asOf");
            case MODEL_WITHOUT_PRICE -> problem.with("field", "modelId");
            case BELOW_USED_AND_HELD -> problem.with("field", "credits").with("remaining", balance.remaining());
            case GENERATION_ID_REUSED, GENERATION_IN_PROGRESS, GENERATION_ENDED, IDEMPOTENCY_KEY_REUSED -> {}
        }
        return problem.build();
    }

    /** Answers outside of any resource. */
    static void answer(RoutingContext context, HttpProblem problem) {
        JsonObject body = new JsonObject()
                .put("status", problem.getStatusCode())
                .put("title", problem.getTitle())
                .put("detail", problem.getDetail());
        problem.getParameters().forEach(body::put);
        HttpServerResponse response = context.response().setStatusCode(problem.getStatusCode());
        problem.getHeaders().forEach((name, value) -> response.putHeader(name, value.toString()));
        response.putHeader("Content-Type", HttpProblem.MEDIA_TYPE.toString()).end(body.toBuffer());
    }

    /**
     * Answers outside of any resource, and reads no more of what the caller sends. By HTTP/2 that is this request: its frames tell the requests
     * apart, its connection carries the calls of others, and the header is forbidden there (RFC 9113, 8.2.2).
     */
    static void answerLast(RoutingContext context, HttpProblem problem) {
        HttpServerRequest request = context.request();
        if (request.version() == HttpVersion.HTTP_2) {
            context.addEndHandler(answered -> context.vertx().runOnContext(now -> readNoMore(request)));
        } else {
            context.response().putHeader("Connection", "close");
            context.addEndHandler(answered -> request.connection().close());
        }
        answer(context, problem);
    }

    private static void readNoMore(HttpServerRequest request) {
        if (!request.isEnded()) {
            // NO_ERROR, which is what this means after an answer: RFC 9113, 8.1.
            request.response().reset();
        }
    }

    static int status(Refusal why) {
        return switch (why) {
            case INSUFFICIENT_CREDITS, NO_SUBSCRIPTION -> 402;
            case GENERATION_ID_REUSED,
                    GENERATION_IN_PROGRESS,
                    GENERATION_ENDED,
                    BELOW_USED_AND_HELD,
                    IDEMPOTENCY_KEY_REUSED -> 409;
            case PROOF_FROM_THE_FUTURE, MODEL_WITHOUT_PRICE -> 400;
        };
    }

    private static String code(Refusal why) {
        return status(why) == 400 ? "INVALID_REQUEST" : why.name();
    }

    private static String title(Refusal why) {
        return switch (why) {
            case INSUFFICIENT_CREDITS -> "Insufficient credits";
            case NO_SUBSCRIPTION -> "No subscription";
            case GENERATION_ID_REUSED -> "Generation id reused";
            case GENERATION_IN_PROGRESS -> "Generation in progress";
            case GENERATION_ENDED -> "Generation ended";
            case PROOF_FROM_THE_FUTURE, MODEL_WITHOUT_PRICE -> "Invalid request";
            case BELOW_USED_AND_HELD -> "Below what is used and held";
            case IDEMPOTENCY_KEY_REUSED -> "Idempotency key reused";
        };
    }

    private static String detail(Refusal why) {
        return switch (why) {
            case INSUFFICIENT_CREDITS -> "fewer credits remain than the model costs";
            case NO_SUBSCRIPTION -> "there is no subscription that gives credits";
            case GENERATION_ID_REUSED -> "the id was used for another request; take a new one";
            case GENERATION_IN_PROGRESS -> "the same request is under way already";
            case GENERATION_ENDED -> "the same request has ended already; a new try takes a new id";
            case PROOF_FROM_THE_FUTURE -> "subscription.asOf is more than 60 s in the future; check the clocks";
            case MODEL_WITHOUT_PRICE -> "the model has no price; see credits.models";
            case BELOW_USED_AND_HELD -> "no more than what remains can be taken away";
            case IDEMPOTENCY_KEY_REUSED -> "the Idempotency-Key came with another request; take a new one";
        };
    }

    static HttpProblem.Builder of(int status, String code, String title, String detail) {
        return HttpProblem.builder()
                .withStatus(status)
                .withTitle(title)
                .withDetail(detail)
                .with("code", code);
    }
}
