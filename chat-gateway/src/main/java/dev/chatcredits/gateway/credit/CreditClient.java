package dev.chatcredits.gateway.credit;

import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.POST;
import static io.vertx.core.http.HttpMethod.PUT;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatcredits.gateway.credit.CreditHttp.Answer;
import dev.chatcredits.gateway.identity.PerUser;
import dev.chatcredits.gateway.identity.Subscription;
import dev.chatcredits.gateway.problem.Code;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.faulttolerance.api.TypedGuard;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.util.TypeLiteral;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.jspecify.annotations.Nullable;

/**
 * The credit service's REST interface. Whatever goes wrong with it is a {@link CreditCheckFailed}: there is no fallback, because a
 * fallback of a check is a gift. The calls that a person waits for go through a circuit breaker; settlements and releases don't, for
 * they must get through as soon as anything does.
 */
@Singleton
public class CreditClient {

    private static final Pattern CURSOR = Pattern.compile("[0-9]{1,19}");

    private final CreditHttp http;
    private final ObjectMapper json;
    private final TypedGuard<Uni<Answer>> breaker;
    private final PerUser reads;

    CreditClient(CreditHttp http, CreditConfig config, ObjectMapper json) {
        this.http = http;
        this.json = json;
        this.reads = new PerUser(config.readsPerUser());
        this.breaker = TypedGuard.create(new TypeLiteral<Uni<Answer>>() {})
                .withDescription("credit-service")
                .withCircuitBreaker()
                .requestVolumeThreshold(config.breakerVolume())
                .failureRatio(0.5)
                .delay(config.breakerDelay().toMillis(), ChronoUnit.MILLIS)
                .done()
                .build();
    }

    /** Sets credits aside. */
    public Uni<HoldAnswer> hold(HoldRequest hold) {
        record Body(String userId, String modelId, Subscription subscription, String requestHash, String attempt) {}
        var body = new Body(hold.userId(), hold.modelId(), hold.subscription(), hold.requestHash(), hold.attempt());
        return guarded(() -> http.call(PUT, "/internal/v1/holds/" + segment(hold.generationId()), body))
                .map(this::holdAnswer);
    }

    /** Charges a generation, once, however often it is asked. */
    public Uni<Hold> settle(String userId, String generationId, String modelId) {
        return http.call(
                        POST,
                        "/internal/v1/holds/" + segment(generationId) + "/settlement",
                        Map.of("userId", userId, "modelId", modelId))
                .map(answer -> expect(answer, Hold.class));
    }

    /** Gives the credits back that an attempt holds; a generation that never was held can't be held any more. */
    public Uni<Hold> release(String userId, String generationId, String attempt) {
        return http.call(
                        POST,
                        "/internal/v1/holds/" + segment(generationId) + "/release",
                        Map.of("userId", userId, "attempt", attempt))
                .map(answer -> expect(answer, Hold.class));
    }

    /** What became of a generation; empty when the user has none of this id. */
    public Uni<Optional<Hold>> generation(String userId, String generationId) {
        var path = "/internal/v1/holds/" + segment(generationId) + "?userId=" + segment(userId);
        return read(userId, () -> http.call(GET, path, null))
                .map(answer -> answer.status() == 404 ? Optional.empty() : Optional.of(expect(answer, Hold.class)));
    }

    /** Tells the newest proof of a subscription and reads the balance. */
    public Uni<Balance> balance(String userId, Subscription subscription) {
        return read(userId, () -> http.call(PUT, account(userId) + "/subscription", subscription))
                .map(answer -> expect(answer, Balance.class));
    }

    /** How the balance of a user comes about, whose subscription was told before. */
    public Uni<Explanation> explanation(String userId) {
        return read(userId, () -> http.call(GET, account(userId) + "/explanation", null))
                .map(answer -> expect(answer, Explanation.class));
    }

    /**
     * A page of the ledger, newest first; empty when the user has none yet.
     *
     * @param cursor as the last page gave it; one that the credit service doesn't know is an INVALID_REQUEST
     */
    public Uni<Optional<ObjectNode>> entries(String userId, int limit, @Nullable String cursor) {
        if (cursor != null && !CURSOR.matcher(cursor).matches()) {
            // One that is too long for an address would be answered as in an outage, and an outage is everybody's.
            throw noPage();
        }
        var page = "?limit=" + limit + (cursor == null ? "" : "&cursor=" + cursor);
        return read(userId, () -> http.call(GET, account(userId) + "/entries" + page, null))
                .map(answer -> switch (answer.status()) {
                    case 400 -> throw noPage();
                    case 404 -> Optional.empty();
                    default -> Optional.of(expect(answer, ObjectNode.class));
                });
    }

    private static HttpProblem noPage() {
        return Code.invalid("cursor", "There is no page of this cursor.");
    }

    /** Plans and prices. */
    Uni<Catalog> catalog() {
        return http.call(GET, "/internal/v1/catalog", null).map(answer -> expect(answer, Catalog.class));
    }

    /** A read that was begun counts until the credit service has answered, also when who asked has gone: it is worked on all the same. */
    private Uni<Answer> read(String userId, Supplier<Uni<Answer>> call) {
        return Uni.createFrom().deferred(() -> {
            if (!reads.enter(userId)) {
                return Uni.createFrom().failure(Code.RATE_LIMITED.problem("You ask too much at once."));
            }
            return guarded(call)
                    .onItemOrFailure()
                    .invoke((answer, failure) -> reads.leave(userId))
                    .memoize()
                    .indefinitely();
        });
    }

    private Uni<Answer> guarded(Supplier<Uni<Answer>> call) {
        return breaker.get(call)
                .onFailure(CircuitBreakerOpenException.class)
                .transform(e -> new CreditCheckFailed("The credit service is not asked for a moment.", false, e));
    }

    private HoldAnswer holdAnswer(Answer answer) {
        return switch (answer.status()) {
            case 200, 201 -> new HoldAnswer.Held(expect(answer, Hold.class));
            case 400, 402, 409 -> refused(answer);
            default -> throw unexpected(answer);
        };
    }

    private static HoldAnswer refused(Answer answer) {
        var code = answer.body().path("code").asText();
        return switch (code) {
            case "INSUFFICIENT_CREDITS",
                    "NO_SUBSCRIPTION",
                    "GENERATION_ID_REUSED",
                    "GENERATION_IN_PROGRESS",
                    "GENERATION_ENDED" -> new HoldAnswer.Refused(Code.valueOf(code), answer.body());
            case "INVALID_REQUEST" -> {
                if (answer.body().path("field").asText().equals("modelId")) {
                    yield new HoldAnswer.Refused(Code.INVALID_REQUEST, answer.body());
                }
                throw unexpected(answer);
            }
            default -> throw unexpected(answer);
        };
    }

    private <T> T expect(Answer answer, Class<T> type) {
        if (answer.status() != 200 && answer.status() != 201) {
            throw unexpected(answer);
        }
        try {
            return json.treeToValue(answer.body(), type);
        } catch (JsonProcessingException e) {
            throw new CreditCheckFailed("The credit service's answer is not as agreed.", true, e);
        }
    }

    private static CreditCheckFailed unexpected(Answer answer) {
        return new CreditCheckFailed("The credit service answered " + answer.status() + " "
                + answer.body().path("code").asText());
    }

    private static String account(String userId) {
        return "/internal/v1/accounts/" + segment(userId);
    }

    /** One percent-encoded segment of a path, or value of a query. */
    private static String segment(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
}
