package dev.chatcredits.e2e;

import static dev.chatcredits.e2e.Described.map;

import dev.chatcredits.e2e.OddRequests.OddRequest;
import dev.chatcredits.testing.Inside;
import dev.chatcredits.testing.RawHttp;
import groovy.json.JsonSlurper;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What came back, and what every answer promises, whatever was asked. */
record OddAnswer(OddRequest request, RawHttp.Answers answers) {

    /** A header that a value of a request broke out of its line to set. */
    private static final Pattern BROKEN_OUT = Pattern.compile("(?im)^x-odd:");

    /** Of the 4,096 of Quarkus' {@code max-initial-line-length} method and version take some. */
    private static final int LONGEST_ADDRESS = 4_070;

    /** What may become of paths and methods that the document doesn't have. */
    private static final List<String> ELSEWHERE = List.of("NOT_FOUND", "METHOD_NOT_ALLOWED");

    static OddAnswer to(OddRequest request, int port) {
        try (RawHttp connection = RawHttp.to(port)) {
            connection.send(request.text());
            // Nobody waits for the end of a stream of balances.
            return new OddAnswer(
                    request, connection.read(text -> text.contains("\r\n\r\n") && text.contains("text/event-stream")));
        }
    }

    int status() {
        return answers.status();
    }

    /** What is wrong with it; empty when nothing is. */
    String fault() {
        if (status() == 0) {
            return "no answer";
        }
        if (status() >= 500) {
            return "a failure of the service";
        }
        if (Inside.isIn(answers.text())) {
            return "tells of the inside";
        }
        if (BROKEN_OUT.matcher(answers.text().split("\r\n\r\n", 2)[0]).find()) {
            return "has a header of the caller's";
        }
        return status() < 400 || request.method().equals("HEAD") || isOfTheServer() ? "" : faultOfRefusal();
    }

    /** What is no URI, or too long a one, reaches nothing of ours: Quarkus answers it, with nothing but the status. */
    private boolean isOfTheServer() {
        if (!answers.text().contains("\r\ncontent-length: 0\r\n")) {
            return false;
        }
        if (status() == 414) {
            return request.address().length() > LONGEST_ADDRESS;
        }
        try {
            new URI(request.address());
            return false;
        } catch (URISyntaxException e) {
            return status() == 400;
        }
    }

    private String faultOfRefusal() {
        boolean openAi = request.address().startsWith("/v1/");
        String type = openAi ? "application/json" : "application/problem\\+json";
        if (!answers.text().matches("(?is).*\r\ncontent-type: " + type + "\\b.*")) {
            return "not in our form";
        }
        // Parsed once: thousands of questions to a JsonPath take minutes.
        Map<String, Object> body = map(new JsonSlurper()
                .parseText(answers.text().substring(answers.text().indexOf("\r\n\r\n"))));
        Map<String, Object> error = openAi ? map(body.get("error")) : body;
        String code = String.valueOf(error.get("code"));
        if (!openAi && !Integer.valueOf(status()).equals(body.get("status"))) {
            return "another status in the body";
        }
        if (!request.operation().answers(status(), code) && (request.reaches() || !isElsewhere(code))) {
            return "not described: " + code;
        }
        return code.equals("INVALID_REQUEST") && error.get(openAi ? "param" : "field") == null ? "names no field" : "";
    }

    /** A ; in a path is refused whatever else is in it. */
    private boolean isElsewhere(String code) {
        return ELSEWHERE.contains(code)
                || (code.equals("INVALID_REQUEST")
                        && request.address().split("\\?", 2)[0].contains(";"));
    }

    @Override
    public String toString() {
        return fault() + ": " + request + "\n-> " + Odd.shown(answers.text());
    }
}
