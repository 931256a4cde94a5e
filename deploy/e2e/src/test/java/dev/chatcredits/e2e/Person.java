package dev.chatcredits.e2e;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Somebody with an access token for the gateway. */
record Person(String gateway, String token) {

    static final String GROK = "x-ai/grok-4.1-fast";
    static final String GPT = "openai/gpt-5.1";
    static final String OPUS = "anthropic/claude-opus-4.5";

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** {@code POST /api/chat}. */
    Chat chat(String model, String prompt) {
        return stream(post("/api/chat", request(model, prompt, "")));
    }

    /** {@code POST /v1/chat/completions} with {@code stream: true}. */
    Chat streamedCompletion(String model, String prompt) {
        return stream(post("/v1/chat/completions", request(model, prompt, ", \"stream\": true")));
    }

    /** {@code POST /v1/chat/completions}. */
    Response completion(String model, String prompt, Map<String, String> headers) {
        return given().spec(asMe())
                .headers(headers)
                .contentType(ContentType.JSON)
                .body(request(model, prompt, ""))
                .post("/v1/chat/completions");
    }

    JsonPath credits() {
        return get("/api/credits");
    }

    String userId() {
        return credits().getString("userId");
    }

    int remaining() {
        return credits().getInt("remaining");
    }

    JsonPath history() {
        return get("/api/credits/history");
    }

    JsonPath generation(String id) {
        return get("/api/generations/" + id);
    }

    Response checkout(String planId) {
        return given().spec(asMe())
                .contentType(ContentType.JSON)
                .body(Map.of("planId", planId))
                .post("/api/checkout");
    }

    /** {@code GET /api/credits/stream}, for as long as the reader of it stays. */
    void followBalance(Consumer<Iterator<JsonPath>> reader) {
        HttpRequest request = authorized("/api/credits/stream").GET().build();
        try (Stream<String> lines = send(request).body()) {
            Iterator<Sse> events = Sse.read(lines);
            reader.accept(new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return events.hasNext();
                }

                @Override
                public JsonPath next() {
                    return events.next().json();
                }
            });
        }
    }

    private JsonPath get(String path) {
        Response response = given().spec(asMe()).get(path);
        assertEquals(200, response.statusCode(), () -> path + " " + response.asString());
        return response.jsonPath();
    }

    private RequestSpecification asMe() {
        return given().baseUri(gateway).auth().oauth2(token);
    }

    private static String request(String model, String prompt, String more) {
        return """
                {"model": "%s", "messages": [{"role": "user", "content": "%s"}]%s}
                """.formatted(model, prompt, more);
    }

    private HttpRequest post(String path, String body) {
        return authorized(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private HttpRequest.Builder authorized(String path) {
        return HttpRequest.newBuilder(URI.create(gateway + path))
                .header("Authorization", "Bearer " + token)
                .timeout(Duration.ofSeconds(30));
    }

    private static HttpResponse<Stream<String>> send(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofLines());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Chat stream(HttpRequest request) {
        HttpResponse<Stream<String>> response;
        try {
            response = send(request);
        } catch (UncheckedIOException e) {
            return new Chat(0, List.of(), e.toString(), false);
        }
        String type = response.headers().firstValue("Content-Type").orElse("");
        try (Stream<String> lines = response.body()) {
            if (!type.startsWith("text/event-stream")) {
                return new Chat(response.statusCode(), List.of(), String.join("\n", lines.toList()), true);
            }
            List<Sse> events = new ArrayList<>();
            boolean whole = readAll(Sse.read(lines), events);
            return new Chat(response.statusCode(), events, "", whole);
        }
    }

    private static boolean readAll(Iterator<Sse> stream, List<Sse> events) {
        try {
            stream.forEachRemaining(events::add);
            return true;
        } catch (UncheckedIOException e) {
            return false;
        }
    }
}
