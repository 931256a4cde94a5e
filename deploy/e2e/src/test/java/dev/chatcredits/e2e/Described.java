package dev.chatcredits.e2e;

import static io.restassured.RestAssured.given;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The operations of a service, as its OpenAPI document describes them. */
record Described(List<Operation> operations) {

    /**
     * One method of one path.
     *
     * @param others the methods of the path, this one among them
     * @param body the schema of its body; empty when it takes none
     * @param answers what it says about each status
     */
    record Operation(
            String method,
            String path,
            Set<String> others,
            List<Parameter> parameters,
            Map<String, Object> body,
            Map<Integer, String> answers) {

        boolean writes() {
            return !method.equals("GET");
        }

        /** Whether the document lists the code for the status. */
        boolean answers(int status, String code) {
            return answers.getOrDefault(status, "").matches("(?s).*\\b" + code + "\\b.*");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /** Where it is (path, query, header), and what it may be. */
    record Parameter(String name, String in, boolean required, Map<String, Object> schema) {}

    static Described at(String address) {
        Map<String, Object> root = given().baseUri(address)
                .get("/q/openapi?format=json")
                .jsonPath()
                .getMap("$");
        List<Operation> operations = new ArrayList<>();
        map(root.get("paths")).forEach((path, item) -> {
            Set<String> methods = map(item).keySet().stream()
                    .map(method -> method.toUpperCase(Locale.ROOT))
                    .collect(Collectors.toSet());
            map(item)
                    .forEach((method, operation) -> operations.add(
                            operation(method.toUpperCase(Locale.ROOT), path, methods, map(resolved(operation, root)))));
        });
        return new Described(operations);
    }

    private static Operation operation(String method, String path, Set<String> others, Map<String, Object> operation) {
        List<Parameter> parameters = list(operation.get("parameters")).stream()
                .map(Described::map)
                .map(p -> new Parameter(
                        String.valueOf(p.get("name")),
                        String.valueOf(p.get("in")),
                        Boolean.TRUE.equals(p.get("required")),
                        map(p.get("schema"))))
                .toList();
        Map<String, Object> json =
                map(map(map(operation.get("requestBody")).get("content")).get("application/json"));
        Map<Integer, String> answers = new LinkedHashMap<>();
        map(operation.get("responses"))
                .forEach((status, answer) -> answers.put(
                        Integer.valueOf(status), String.valueOf(map(answer).get("description"))));
        return new Operation(method, path, others, parameters, map(json.get("schema")), answers);
    }

    /** With what references name in their places. Nothing in our documents refers to itself. */
    private static @Nullable Object resolved(@Nullable Object value, Map<String, Object> root) {
        if (value instanceof List<?> items) {
            return items.stream().map(item -> resolved(item, root)).toList();
        }
        if (!(value instanceof Map<?, ?>)) {
            return value;
        }
        if (map(value).get("$ref") instanceof String reference) {
            Object named = root;
            for (String step : reference.substring("#/".length()).split("/", -1)) {
                named = map(named).get(step);
            }
            return resolved(named, root);
        }
        Map<String, Object> members = new LinkedHashMap<>();
        map(value).forEach((name, member) -> members.put(name, resolved(member, root)));
        return members;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(@Nullable Object value) {
        return value instanceof Map<?, ?> ? (Map<String, Object>) value : Map.of();
    }

    @SuppressWarnings("unchecked")
    static List<Object> list(@Nullable Object value) {
        return value instanceof List<?> ? (List<Object>) value : List.of();
    }
}
