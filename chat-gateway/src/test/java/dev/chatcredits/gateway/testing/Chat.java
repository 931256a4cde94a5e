package dev.chatcredits.gateway.testing;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chatcredits.gateway.provider.ProviderServer;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.concurrent.Callable;

/** What tests say to the gateway. */
public record Chat(String token) {

    private static final String QUESTION = """
            {"model": "%s", "messages": [{"role": "user", "content": "%s"}]}
            """;

    /** On our own route. */
    public Response ask(String model, String text) {
        return request().body(QUESTION.formatted(model, text)).post("/api/chat");
    }

    /** On the OpenAI route, with more members of the body as {@code "stream": true}. */
    public Response complete(String model, String text, String... more) {
        var body = new StringBuilder(QUESTION.formatted(model, text).strip());
        for (var member : more) {
            body.insert(1, member + ",");
        }
        return request().body(body.toString()).post("/v1/chat/completions");
    }

    public RequestSpecification request() {
        return given().auth().oauth2(token).contentType(ContentType.JSON);
    }

    public JsonNode balance() {
        return request().get("/api/credits").then().statusCode(200).extract().as(JsonNode.class);
    }

    public long remaining() {
        return balance().path("remaining").asLong();
    }

    public long held() {
        return balance().path("held").asLong();
    }

    public JsonNode generation(String id) {
        return request()
                .get("/api/generations/{id}", id)
                .then()
                .statusCode(200)
                .extract()
                .as(JsonNode.class);
    }

    /** Waits for a condition, not for a time. */
    public static void await(String what, Callable<Boolean> condition) throws Exception {
        await(Duration.ofSeconds(20), what, condition);
    }

    /** Only then has the gateway heard that the credits are held; the credit service tells others before. */
    public static void awaitCall(ProviderServer provider, String text) throws Exception {
        await("the model is called", () -> !provider.callsWith(text).isEmpty());
    }

    public static void await(Duration limit, String what, Callable<Boolean> condition) throws Exception {
        var end = System.nanoTime() + limit.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("never: " + what);
            }
            Thread.sleep(20);
        }
    }
}
