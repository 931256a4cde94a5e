package dev.chatcredits.gateway.body;

import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_TYPE;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatcredits.gateway.problem.Code;
import dev.chatcredits.gateway.problem.ProblemForm;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;

/**
 * A request's body as a JSON object. Refused is what two readers could understand in two ways (a key that occurs twice, something
 * after the end) and what would hurt (nesting without end, a million brackets). Numbers keep the digits that they came with.
 */
@Singleton
public class JsonBody {

    /** The field that a problem names when it is none in particular. */
    private static final String BODY = "body";

    private final int parts;
    private final Duration timeout;
    private final Arriving arriving;
    private final ObjectReader reader;

    JsonBody(BodyConfig config, Arriving arriving) {
        if (config.nesting() < 1
                || config.parts() < 1
                || config.limit().asLongValue() < 1
                || config.limit().asLongValue() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "gateway.body.limit, gateway.body.nesting and gateway.body.parts must be at least 1");
        }
        if (config.timeout().toMillis() < 1) {
            throw new IllegalArgumentException("gateway.body.timeout must be longer than nothing");
        }
        this.arriving = arriving;
        this.parts = config.parts();
        this.timeout = config.timeout();
        var factory = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(config.nesting())
                        .maxTokenCount(parts)
                        .build())
                .build();
        this.reader = JsonMapper.builder(factory)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build()
                .reader();
    }

    /**
     * Reads the body of a user's request that nobody has read yet; fails with PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, INVALID_REQUEST,
     * and where too much is arriving with RATE_LIMITED or OVERLOADED.
     */
    public Uni<ObjectNode> of(HttpServerRequest request, String userId) {
        return read(request, userId).map(body -> {
            // By HTTP/2 a body needs no header to be there, so that RequestHead can't know of it.
            if (body.length() > 0 && !request.headers().contains(CONTENT_TYPE)) {
                throw RequestHead.noType();
            }
            return parse(body.getBytes());
        });
    }

    ObjectNode parse(byte[] body) {
        try (var parser = reader.createParser(body)) {
            return parse(parser);
        } catch (IOException e) {
            throw malformed("");
        }
    }

    private ObjectNode parse(JsonParser parser) throws IOException {
        try {
            if (reader.readTree(parser) instanceof ObjectNode object) {
                if (parser.nextToken() != null) {
                    throw Code.invalid(BODY, "There is something after the end of the JSON object.");
                }
                return object;
            }
        } catch (StreamConstraintsException e) {
            throw Code.invalid(
                    BODY,
                    parser.currentTokenCount() > parts
                            ? "The JSON has more than " + parts + " names, values and brackets."
                            : "The JSON is nested too deeply, or has a name or number that is too long.");
        } catch (JsonProcessingException e) {
            throw at(parser, e);
        } catch (NumberFormatException e) {
            // As it comes out of Jackson: of 1e99999999999, whose exponent fits nowhere.
            throw Code.invalid(BODY, "The JSON has a number that is too large.");
        }
        throw Code.invalid(BODY, "The body must be a JSON object.");
    }

    private static HttpProblem at(JsonParser parser, JsonProcessingException e) {
        var field = field(parser.getParsingContext().pathAsPointer());
        if (e.getOriginalMessage().startsWith("Duplicate field")) {
            return Code.invalid(field, "The key occurs twice.");
        }
        var location = e.getLocation();
        return malformed(
                location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr());
    }

    private static HttpProblem malformed(String where) {
        return Code.invalid(BODY, "The body is not valid JSON" + where + ".");
    }

    /** {@code /messages/0/role} as {@code messages[0].role}. */
    private static String field(JsonPointer pointer) {
        var field = new StringBuilder();
        for (var step = pointer; !step.matches(); step = step.tail()) {
            if (step.mayMatchElement()) {
                field.append('[').append(step.getMatchingIndex()).append(']');
            } else {
                field.append(field.isEmpty() ? "" : ".").append(step.getMatchingProperty());
            }
        }
        return field.toString();
    }

    static HttpProblem tooLarge(long limit) {
        return Code.PAYLOAD_TOO_LARGE.problem("A body can have up to " + limit + " bytes.");
    }

    private Uni<Buffer> read(HttpServerRequest request, String userId) {
        return Uni.createFrom().deferred(() -> {
            var body = arriving.begin(userId);
            return read(request, body).onTermination().invoke(body::end);
        });
    }

    private Uni<Buffer> read(HttpServerRequest request, Arriving.Body body) {
        return Uni.createFrom()
                .<Buffer>emitter(read -> {
                    if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
                        request.response().writeContinue();
                    }
                    if (request.isEnded()) {
                        read.complete(Buffer.buffer());
                        return;
                    }
                    request.handler(part -> {
                        try {
                            body.add(part);
                        } catch (HttpProblem refused) {
                            // The rest is let go; the connection ends with the answer, or the request by UnreadBodies.
                            request.handler(rest -> {});
                            ProblemForm.announceLast(request);
                            read.fail(refused);
                        }
                    });
                    request.endHandler(end -> read.complete(body.read()));
                    // The connection is closed then; this is for no caller, but no failure of ours either.
                    request.exceptionHandler(e -> read.fail(Code.invalid(BODY, "The body broke off.")));
                    request.resume();
                })
                .ifNoItem()
                .after(timeout)
                .failWith(() -> {
                    // Who was so slow won't send the rest any sooner.
                    ProblemForm.announceLast(request);
                    return Code.invalid(BODY, "The body did not arrive in time.");
                });
    }
}
