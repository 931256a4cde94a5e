package dev.chatcredits.e2e;

import static dev.chatcredits.e2e.Described.list;
import static dev.chatcredits.e2e.Described.map;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import groovy.json.JsonOutput;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Bodies that are nearly what a schema asks for. Their characters are bytes. */
final class OddBodies {

    /**
     * A body.
     *
     * @param allowed whether the schema does allow it
     */
    record Body(String text, boolean allowed) {}

    /** The first is empty. */
    static final List<String> TEXTS = Odd.words(
            " \t a\u0000b a\nX-Odd:1 \u0085 \u202egnirts \ud800 \udc00a \ud83d\ude00 \uffff . .. ../../etc/passwd a/b|c"
                    + " ';drop-table-entry;-- ${jndi:ldap://127.0.0.1/a} {{7*7}} <script>alert(1)</script> %00 null NaN 0x10 1e3 -1"
                    + " \u0661 9223372036854775808 2026-13-01T00:00:00Z 2026-01-01 -999999999-01-01T00:00:00Z odd/* "
                    + "e\u0301".repeat(50) + " " + "x".repeat(129) + " " + "x".repeat(256) + " " + "x".repeat(3_000));

    private static final List<Object> OTHERS = List.of(
            true,
            false,
            0,
            -1,
            7,
            1.5,
            Long.MIN_VALUE,
            new BigDecimal("9223372036854775808"),
            new BigDecimal("1e400"),
            new BigDecimal("-1e999999999"),
            new BigDecimal("0." + "1".repeat(900)),
            List.of(),
            Collections.nCopies(101, "a"),
            Map.of(),
            Map.of("", ""),
            Map.of("$ref", "#"),
            nested(90));

    private static final List<String> UNKNOWN =
            Odd.words(" userId cost credits status __proto__ \u0000 @type kind " + "x".repeat(300));

    private static final List<String> NO_JSON =
            Odd.words(" null 7 \"odd\" [] { {\"a\":NaN} {\"a\":-Infinity} {\"a\":01} {a:1} {'a':1}"
                    + " {\"a\":1,} {\"a\":\"\t\"} {\"a\":\"\\ud8\"} {\"a\":\"\\x\"} {\"\u00c3(\":1} {\"a\":\"\u00c0\u0080\"} \u00ff\u00fe{\u0000}\u0000"
                    + " <a/> userId=a&modelId=b " + "[".repeat(5_000) + " " + "{\"a\":".repeat(2_000) + "1"
                    + "}".repeat(2_000));

    private static final Pattern ESCAPED = Pattern.compile("\\\\u((?!(?i:d[89a-f]|00[0-7]))\\p{XDigit}{4})");

    private final Map<String, Object> schema;
    private final Random random;

    OddBodies(Map<String, Object> schema, Random random) {
        this.schema = schema;
        this.random = random;
    }

    String valid() {
        return json(Schemas.valid(schema));
    }

    Body next() {
        if (random.nextInt(4) == 0) {
            return new Body(noJson(valid()), false);
        }
        Object value = odd(schema, Schemas.valid(schema));
        return new Body(json(value), Schemas.allows(schema, value));
    }

    private String noJson(String good) {
        return switch (random.nextInt(6)) {
            case 0 -> good.substring(0, random.nextInt(good.length()));
            case 1 -> good + pick(List.of(good, "]", "}", ",", "x", "\u0000"));
            case 2 -> pick(List.of("[", "'", "// a\n", "\u0000", ")]}'\n", "\u00a0")) + good;
            // The first member that is there, once more.
            case 3 -> "{" + good.substring(1, good.indexOf(':')) + ":\"odd\"," + good.substring(1);
            default -> pick(NO_JSON);
        };
    }

    /** With another value in one place of it, or with a member more or less. */
    private @Nullable Object odd(Map<String, Object> at, @Nullable Object value) {
        Map<String, Object> known = map(at.get("properties"));
        int kind = random.nextInt(10);
        if (kind < 7 && !known.isEmpty()) {
            String name = pick(List.copyOf(known.keySet()));
            Map<String, Object> member = map(known.get(name));
            Object inside = map(value).containsKey(name) ? map(value).get(name) : Schemas.valid(member);
            return with(value, name, odd(member, inside));
        }
        if (kind < 9 && value instanceof Map<?, ?>) {
            List<Object> required = list(at.get("required"));
            if (kind == 7 || required.isEmpty()) {
                return with(value, pick(UNKNOWN), other());
            }
            Map<String, Object> members = new LinkedHashMap<>(map(value));
            members.remove(pick(required).toString());
            return members;
        }
        if (kind < 6 && at.containsKey("items")) {
            List<@Nullable Object> items = new ArrayList<>(list(value));
            items.add(random.nextInt(items.size() + 1), odd(map(at.get("items")), Schemas.valid(map(at.get("items")))));
            return items;
        }
        return other();
    }

    private static Map<String, @Nullable Object> with(@Nullable Object value, String name, @Nullable Object member) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>(map(value));
        members.put(name, member);
        return members;
    }

    private @Nullable Object other() {
        return random.nextBoolean() ? pick(TEXTS) : random.nextInt(10) == 0 ? null : pick(OTHERS);
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private static Object nested(int depth) {
        Object value = "deep";
        for (int i = 0; i < depth; i++) {
            value = List.of(value);
        }
        return value;
    }

    /** With the characters that UTF-8 has as they are, or escaped. */
    private String json(@Nullable Object value) {
        String escaped = JsonOutput.toJson(value);
        return random.nextBoolean()
                ? escaped
                : new String(
                        ESCAPED.matcher(escaped)
                                .replaceAll(c -> Character.toString(Integer.parseInt(c.group(1), 16)))
                                .getBytes(UTF_8),
                        ISO_8859_1);
    }
}
