package dev.chatcredits.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chatcredits.e2e.Described.Operation;
import dev.chatcredits.e2e.Described.Parameter;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Requests to one operation, each with some things in it that people of good will don't send. One that would write has at least one thing
 * that the service's own description doesn't allow; what has to become of the others isn't known here.
 */
final class OddRequests {

    /**
     * A request as it goes over the wire.
     *
     * @param reaches whether it has the operation's own path and method
     */
    record OddRequest(Operation operation, boolean reaches, String method, String text) {

        /** Path and query. */
        String address() {
            return text.split(" ", 3)[1];
        }

        @Override
        public String toString() {
            String shown = text.replaceAll("Bearer eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]{20,}", "Bearer …");
            return operation + ", as it was sent:\n" + Odd.shown(shown);
        }
    }

    private enum Kind {
        BODY,
        TYPE,
        CALLER,
        PATH,
        METHOD,
        PARAMETER,
        HEADER,
        QUERY
    }

    private final Operation operation;
    private final String caller;
    private final List<String> strangers;
    private final Random random;
    private final OddBodies bodies;

    private String method = "";
    private String path = "";
    private String body = "";
    private String type = "";
    private String who = "";
    private String headers = "";
    private boolean reaches;
    private boolean allowed;
    private final Map<String, String> segments = new LinkedHashMap<>();
    private final List<String> query = new ArrayList<>();

    /**
     * Requests in the order of a seed.
     *
     * @param caller the token of somebody who may do it
     * @param strangers of those who may not
     */
    OddRequests(Operation operation, String caller, List<String> strangers, Random random) {
        this.operation = operation;
        this.caller = caller;
        this.strangers = strangers;
        this.random = random;
        this.bodies = new OddBodies(operation.body(), random);
    }

    OddRequest next() {
        do {
            begin();
            List<Kind> kinds = new ArrayList<>(List.of(Kind.values()));
            Collections.shuffle(kinds, random);
            if (random.nextBoolean()) {
                // Past all doors.
                change(operation.body().isEmpty() ? Kind.PARAMETER : Kind.BODY);
            } else {
                kinds.subList(0, 1 + random.nextInt(3)).forEach(this::change);
            }
        } while (operation.writes() && allowed);
        return new OddRequest(operation, reaches, method, text());
    }

    /** One that the description allows, with odd things in it where anything may be: of a body, mostly members that nobody knows. */
    OddRequest nextAllowed() {
        List<Kind> open = List.of(Kind.BODY, Kind.BODY, Kind.BODY, Kind.HEADER, Kind.QUERY);
        do {
            begin();
            int changes = 1 + random.nextInt(3);
            for (int i = 0; i < changes; i++) {
                change(pick(open));
            }
        } while (!allowed);
        return new OddRequest(operation, reaches, method, text());
    }

    /** As it should be. */
    private void begin() {
        method = operation.method();
        path = operation.path();
        body = operation.body().isEmpty() ? "" : bodies.valid();
        type = body.isEmpty() ? "" : "Content-Type: application/json\r\n";
        who = bearer(caller);
        headers = "";
        reaches = true;
        allowed = true;
        segments.clear();
        query.clear();
        for (Parameter parameter : operation.parameters()) {
            String value = Schemas.valid(parameter.schema()).toString();
            if (parameter.in().equals("path")) {
                segments.put(parameter.name(), value);
            } else if (parameter.in().equals("query") && parameter.required()) {
                query.add(parameter.name() + "=" + value);
            } else if (parameter.required()) {
                headers += parameter.name() + ": " + value + "\r\n";
            }
        }
    }

    private void change(Kind kind) {
        switch (kind) {
            case BODY -> changeBody();
            case TYPE -> changeType();
            case CALLER -> {
                who = random.nextBoolean() ? bearer(pick(strangers)) : pick(Odd.NO_TOKENS);
                allowed = false;
            }
            case PATH -> changePath();
            case METHOD -> changeMethod();
            case PARAMETER -> changeParameter();
            case HEADER -> headers += pick(Odd.HEADERS);
            case QUERY -> query.add(pick(Odd.QUERIES));
        }
    }

    private void changePath() {
        if (random.nextBoolean()) {
            path += "/" + pick(Odd.SEGMENTS) + "/odd" + random.nextInt(1_000);
        } else {
            // Some servers cut it off, and so does JAX-RS.
            List<String> parts = new ArrayList<>(List.of(path.split("/")));
            int cut = random.nextInt(1, parts.size());
            parts.set(cut, parts.get(cut) + ";odd=" + random.nextInt(1_000));
            path = String.join("/", parts);
        }
        reaches = false;
        allowed = false;
    }

    private void changeBody() {
        if (!operation.body().isEmpty()) {
            OddBodies.Body odd = bodies.next();
            body = odd.text();
            allowed &= odd.allowed();
        }
    }

    private void changeType() {
        if (!operation.body().isEmpty()) {
            type = pick(Odd.TYPES);
            allowed = false;
        }
    }

    private void changeMethod() {
        String other = pick(Odd.METHODS);
        if (!operation.others().contains(other)) {
            method = other;
            reaches = false;
            allowed = false;
        }
    }

    private void changeParameter() {
        if (operation.parameters().isEmpty()) {
            return;
        }
        Parameter parameter = pick(operation.parameters());
        String name = parameter.name();
        switch (parameter.in()) {
            case "path" -> {
                String segment = random.nextBoolean() ? pick(Odd.SEGMENTS) : encoded(pick(OddBodies.TEXTS));
                segments.put(name, segment);
                boolean readable = Odd.isReadable(segment);
                allowed &= readable && Schemas.allows(parameter.schema(), decoded(segment));
                reaches &= !readable || !Odd.LEAD_ELSEWHERE.contains(decoded(segment));
            }
            case "query" -> {
                query.removeIf(it -> random.nextBoolean() && it.startsWith(name + "="));
                query.add(name + "=" + (random.nextBoolean() ? pick(Odd.SEGMENTS) : encoded(pick(OddBodies.TEXTS))));
            }
            default -> {
                headers = headers.replaceAll("(?m)^" + name + ": .*\r\n", "");
                String value = pick(Odd.HEADER_VALUES);
                boolean missing = parameter.required() && random.nextInt(4) == 0;
                headers += missing ? "" : name + ": " + value + "\r\n";
                allowed &= !missing && Schemas.allows(parameter.schema(), value.strip());
            }
        }
    }

    private String text() {
        String address = path;
        for (Map.Entry<String, String> segment : segments.entrySet()) {
            address = address.replace("{" + segment.getKey() + "}", segment.getValue());
        }
        return method + " " + address + (query.isEmpty() ? "" : "?" + String.join("&", query)) + " HTTP/1.1\r\n"
                + "Host: localhost\r\nConnection: close\r\n" + who + headers + type
                + (operation.body().isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n")
                + "\r\n" + body;
    }

    private static String bearer(String token) {
        return "Authorization: Bearer " + token + "\r\n";
    }

    private static String decoded(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), UTF_8);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20").replace(".", "%2E");
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
