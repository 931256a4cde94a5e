package dev.chatcredits.e2e;

import static dev.chatcredits.e2e.Described.list;
import static dev.chatcredits.e2e.Described.map;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** As much of JSON Schema as our OpenAPI documents use. */
final class Schemas {

    private static final BigDecimal TOO_MANY_BITS = BigDecimal.TWO.pow(63);

    private Schemas() {}

    /** Something that a schema allows: the example, or the simplest; of times this one, for the newest proof counts. */
    static Object valid(Map<String, Object> schema) {
        if ("date-time".equals(schema.get("format"))) {
            return Instant.now().toString();
        }
        List<Object> given = list(schema.getOrDefault("examples", schema.get("enum")));
        if (!given.isEmpty()) {
            return given.get(0);
        }
        if (!schema.containsKey("type")) {
            return "a";
        }
        if (is(schema, "object")) {
            Map<String, Object> members = new LinkedHashMap<>();
            list(schema.get("required"))
                    .forEach(name -> members.put(
                            name.toString(),
                            valid(map(map(schema.get("properties")).get(name.toString())))));
            return members;
        }
        if (is(schema, "array")) {
            return new ArrayList<>(List.of(valid(map(schema.get("items")))));
        }
        return is(schema, "integer") ? 1 : is(schema, "boolean") ? true : "a";
    }

    static boolean allows(Map<String, Object> schema, @Nullable Object value) {
        List<Object> some = list(schema.get("enum"));
        if (!some.isEmpty() && !some.contains(value)) {
            return false;
        }
        if (value instanceof Map<?, ?>) {
            return is(schema, "object") && allowsMembers(schema, map(value));
        }
        if (value instanceof List<?> items) {
            return is(schema, "array")
                    && within(schema, "minItems", BigDecimal.valueOf(items.size()), "maxItems")
                    && items.stream().allMatch(item -> allows(map(schema.get("items")), item));
        }
        if (value instanceof String text) {
            return is(schema, "string") && allowsText(schema, text);
        }
        if (value instanceof Number number) {
            return is(schema, "integer") && allowsInteger(schema, new BigDecimal(number.toString()));
        }
        return value != null && is(schema, "boolean");
    }

    /** Our services take null for a member that may be left out as if it were. */
    private static boolean allowsMembers(Map<String, Object> schema, Map<String, Object> members) {
        Map<String, Object> known = map(schema.get("properties"));
        List<Object> required = list(schema.get("required"));
        return members.keySet().containsAll(required)
                && members.entrySet().stream()
                        .allMatch(member -> known.containsKey(member.getKey())
                                ? allows(map(known.get(member.getKey())), member.getValue())
                                        || (isNull(member.getValue()) && !required.contains(member.getKey()))
                                : !Boolean.FALSE.equals(schema.get("additionalProperties")));
    }

    private static boolean isNull(@Nullable Object value) {
        return value == null;
    }

    private static boolean allowsText(Map<String, Object> schema, String text) {
        return within(schema, "minLength", BigDecimal.valueOf(text.codePointCount(0, text.length())), "maxLength")
                && Pattern.compile(String.valueOf(schema.getOrDefault("pattern", "")))
                        .matcher(text)
                        .find()
                && (!"date-time".equals(schema.get("format")) || isInstant(text));
    }

    private static boolean isInstant(String text) {
        try {
            OffsetDateTime.parse(text);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean allowsInteger(Map<String, Object> schema, BigDecimal number) {
        return number.stripTrailingZeros().scale() <= 0
                && number.abs().compareTo(TOO_MANY_BITS) < 0
                && within(schema, "minimum", number, "maximum");
    }

    private static boolean within(Map<String, Object> schema, String least, BigDecimal number, String most) {
        return (!schema.containsKey(least) || number.compareTo(bound(schema, least)) >= 0)
                && (!schema.containsKey(most) || number.compareTo(bound(schema, most)) <= 0);
    }

    private static BigDecimal bound(Map<String, Object> schema, String name) {
        return new BigDecimal(String.valueOf(schema.get(name)));
    }

    /** OpenAPI 3.1 may list several types, or leave them out. */
    private static boolean is(Map<String, Object> schema, String type) {
        Object types = schema.get("type");
        return types == null || types.equals(type) || list(types).contains(type);
    }
}
