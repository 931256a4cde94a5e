package dev.chatcredits.gateway.problem;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The two ways in which a problem is written down: RFC 9457 for {@code /api}, OpenAI's error object for {@code /v1}. */
public final class ProblemForm {

    private ProblemForm() {}

    /** Whether callers of a path expect OpenAI's form. */
    static boolean isOpenAi(String path) {
        return path.startsWith("/v1/");
    }

    /** The code that {@link Code#because} put into a problem, or that its status stands for. */
    public static Code code(HttpProblem problem) {
        return Optional.ofNullable(problem.getParameters().get("code"))
                .map(code -> Code.valueOf(code.toString()))
                .orElseGet(() -> Code.of(problem.getStatusCode()));
    }

    /** The members of a problem by RFC 9457. */
    static Map<String, Object> rfc9457(HttpProblem problem, String path) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", problem.getStatusCode());
        body.put("title", code(problem).title());
        body.put("detail", text(problem));
        body.put("instance", path);
        body.putAll(problem.getParameters());
        return body;
    }

    /** OpenAI's error object: {@code {message, type, code, param, …}}. */
    public static Map<String, Object> openAiError(HttpProblem problem) {
        var code = code(problem);
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("message", text(problem));
        error.put("type", type(code));
        error.put("code", code.name());
        error.put("param", problem.getParameters().get("field"));
        problem.getParameters().forEach((name, value) -> {
            if (!name.equals("field") && !name.equals("code")) {
                error.put(name, value);
            }
        });
        return error;
    }

    /** The body that every OpenAI SDK knows how to raise. */
    static Map<String, Object> openAi(HttpProblem problem) {
        return Map.of("error", openAiError(problem));
    }

    /** What is said to the caller: the detail, else the title. */
    public static String text(HttpProblem problem) {
        return Objects.requireNonNullElse(problem.getDetail(), code(problem).title());
    }

    /** Answers outside of any resource. */
    public static void answer(RoutingContext context, HttpProblem problem) {
        // As it came: what can't be decoded has no other form.
        var path = Objects.requireNonNullElse(context.request().path(), "");
        var response = context.response().setStatusCode(problem.getStatusCode());
        problem.getHeaders().forEach((name, value) -> response.putHeader(name, value.toString()));
        response.putHeader("Content-Type", isOpenAi(path) ? "application/json" : HttpProblem.MEDIA_TYPE.toString())
                .end(new JsonObject(isOpenAi(path) ? openAi(problem) : rfc9457(problem, path)).toBuffer());
    }

    /** Answers outside of any resource, and ends the connection: what comes after such a request can't be told from the rest of it. */
    public static void answerLast(RoutingContext context, HttpProblem problem) {
        last(context);
        answer(context, problem);
    }

    /** Ends the connection with the answer to this request, whatever the answer is. */
    public static void last(RoutingContext context) {
        if (announceLast(context.request())) {
            context.addEndHandler(answered -> context.request().connection().close());
        }
    }

    /**
     * Says that the connection ends with the answer to this request, and whether it does. One of HTTP/2 goes on: its frames tell the requests
     * apart, it carries the answers to others, and the header is forbidden there (RFC 9113, 8.2.2).
     */
    public static boolean announceLast(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            return false;
        }
        request.response().putHeader("Connection", "close");
        return true;
    }

    private static String type(Code code) {
        return switch (code.status()) {
            case 401 -> "authentication_error";
            case 402 -> "insufficient_quota";
            case 403 -> "permission_error";
            case 429 -> "rate_limit_error";
            default -> code.status() < 500 ? "invalid_request_error" : "server_error";
        };
    }
}
