package dev.chatcredits.credit.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Many requests of a gateway on the way at the same time. */
public final class AtOnce {

    private static final ObjectMapper JSON = new ObjectMapper();

    private AtOnce() {}

    /** A request with a body that becomes JSON. */
    public record Call(String method, String path, @Nullable Object body) {

        private HttpRequest request() {
            try {
                return HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
                        .header("Authorization", "Bearer " + Tokens.SERVICE)
                        .header("Content-Type", "application/json")
                        .timeout(Duration.ofSeconds(30))
                        .method(
                                method,
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                        .build();
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** What came back. */
    public record Answer(int status, JsonNode body) {

        private static Answer of(HttpResponse<String> response) {
            try {
                return new Answer(response.statusCode(), JSON.readTree(response.body()));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The statuses of the answers, in the order of the calls. */
    public static List<Integer> send(List<Call> calls) {
        return ask(calls).stream().map(Answer::status).toList();
    }

    /** The answers in the order of the calls. */
    public static List<Answer> ask(List<Call> calls) {
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            List<CompletableFuture<HttpResponse<String>>> answers = calls.stream()
                    .map(Call::request)
                    .map(request -> http.sendAsync(request, HttpResponse.BodyHandlers.ofString()))
                    .toList();
            return answers.stream().map(a -> Answer.of(a.join())).toList();
        }
    }
}
