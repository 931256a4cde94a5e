package dev.chatcredits.gateway.body;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodyTest {

    private record Config(MemorySize limit, int nesting, int parts, Duration timeout, int perUser, MemorySize arriving)
            implements BodyConfig {

        JsonBody body() {
            return new JsonBody(this, new Arriving(this));
        }
    }

    private static final MemorySize LIMIT = new MemorySize(BigInteger.valueOf(1024));
    private static final JsonBody BODY = new Config(LIMIT, 10, 40, Duration.ofSeconds(1), 1, LIMIT).body();

    @Test
    void aKeyThatOccursTwiceIsNamedByItsPath() {
        assertEquals("model", field("{\"model\":\"a\",\"model\":\"b\"}"));
        assertEquals("messages[1].role", field("{\"messages\":[{},{\"role\":\"a\",\"role\":\"b\"}]}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "[1]",
                "1",
                "null",
                "\"text\"",
                "{\"a\":1} {\"b\":2}",
                "{\"a\":1}]",
                "{'a':1}",
                "{\"a\":NaN}",
                "{\"a\":01}",
                "{\"a\":\"\u0001\"}",
                "{\"a\":1,}",
                "\uFEFF"
            })
    void whatIsNotOneJsonObjectIsRefused(String body) {
        assertEquals("body", field(body));
    }

    @Test
    void bytesThatAreNoUtf8AreRefused() {
        var problem = assertThrows(
                HttpProblem.class, () -> BODY.parse(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}));
        assertEquals("INVALID_REQUEST", problem.getParameters().get("code"));
    }

    @Test
    void nestingHasAnEnd() {
        assertEquals("body", field("{\"a\":" + "[".repeat(11) + "]".repeat(11) + "}"));
        BODY.parse(("{\"a\":" + "[".repeat(9) + "]".repeat(9) + "}").getBytes(StandardCharsets.UTF_8));
    }

    /** In memory each of them takes many times the bytes that it came with. */
    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "0", "\"\"", "{\"a\":0}", "null", "1.5"})
    void partsHaveAnEnd(String part) {
        var many = "{\"metadata\":[" + (part + ",").repeat(40) + "0]}";
        var problem = assertThrows(HttpProblem.class, () -> BODY.parse(bytes(many)));
        assertEquals("body", problem.getParameters().get("field"));
        assertEquals("The JSON has more than 40 names, values and brackets.", problem.getDetail());
        BODY.parse(bytes("{\"metadata\":[" + (part + ",").repeat(6) + "0]}"));
    }

    @Test
    void boundsThatLetNothingThroughAreRefused() {
        var none = new MemorySize(BigInteger.ZERO);
        var second = Duration.ofSeconds(1);
        for (var bad : List.of(
                new Config(none, 10, 40, second, 1, LIMIT),
                new Config(LIMIT, 0, 40, second, 1, LIMIT),
                new Config(LIMIT, 10, 0, second, 1, LIMIT),
                new Config(LIMIT, 10, 40, Duration.ZERO, 1, LIMIT),
                new Config(LIMIT, 10, 40, Duration.ofSeconds(-1), 1, LIMIT),
                new Config(LIMIT, 10, 40, second, 0, LIMIT),
                new Config(LIMIT, 10, 40, second, 1, new MemorySize(BigInteger.valueOf(1023))))) {
            assertThrows(IllegalArgumentException.class, bad::body, bad::toString);
        }
        var fine = new Config(LIMIT, 10, 40, second, 1, LIMIT);
        var less = new MemorySize(BigInteger.valueOf(1023));
        assertThrows(IllegalArgumentException.class, () -> new AnnouncedLength(fine, less));
    }

    @Test
    void numbersKeepTheirDigits() {
        var text = "{\"a\":0.70,\"b\":1e2,\"c\":123456789012345678901234567890,\"d\":1.0}";
        assertEquals("0.70", BODY.parse(bytes(text)).get("a").asText());
        assertEquals(
                "123456789012345678901234567890",
                BODY.parse(bytes(text)).get("c").asText());
        assertEquals("1.0", BODY.parse(bytes(text)).get("d").asText());
    }

    @Property(tries = 1000)
    void anyObjectComesBackAsItWas(
            @ForAll @Size(max = 6) Map<@StringLength(max = 6) String, @StringLength(max = 6) String> members) {
        var object = JsonNodeFactory.instance.objectNode();
        members.forEach((name, value) -> object.put(whole(name), whole(value)));
        assertEquals(object, BODY.parse(bytes(object.toString())));
    }

    /** Strings of halves of surrogate pairs are no text, and no UTF-8 can carry them. */
    private static String whole(String text) {
        return new String(bytes(text), StandardCharsets.UTF_8);
    }

    private static @Nullable Object field(String body) {
        var problem = assertThrows(HttpProblem.class, () -> BODY.parse(bytes(body)));
        assertEquals(400, problem.getStatusCode());
        return problem.getParameters().get("field");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
