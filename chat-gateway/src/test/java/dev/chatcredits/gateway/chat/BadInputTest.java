package dev.chatcredits.gateway.chat;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.gateway.testing.CreditPlatform;
import dev.chatcredits.gateway.testing.NothingHappens;
import dev.chatcredits.testing.RawHttp;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad requests are told which field is wrong; nothing is held, and no provider is called. */
@QuarkusTest
@WithTestResource(CreditPlatform.class)
@SuppressWarnings("NullAway.Init") // Injected by Quarkus.
class BadInputTest extends NothingHappens {

    private static final String GOOD =
            "{\"model\":\"openai/gpt-5.1\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    @TestHTTPResource
    URI gateway;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    model               | {"messages":[{"role":"user","content":"Hi"}]}
                    model               | {"model":7,"messages":[{"role":"user","content":"Hi"}]}
                    model               | {"model":"nobody/knows","messages":[{"role":"user","content":"Hi"}]}
                    model               | {"model":"openai/gpt-5.1:online","messages":[{"role":"user","content":"Hi"}]}
                    model               | {"model":"openai/gpt-5.1","model":"x-ai/grok-4.1-fast","messages":[{"role":"user","content":"Hi"}]}
                    messages            | {"model":"openai/gpt-5.1"}
                    messages            | {"model":"openai/gpt-5.1","messages":[]}
                    messages            | {"model":"openai/gpt-5.1","messages":"Hi"}
                    messages[0]         | {"model":"openai/gpt-5.1","messages":["Hi"]}
                    messages[0].role    | {"model":"openai/gpt-5.1","messages":[{"content":"Hi"}]}
                    messages[0].role    | {"model":"openai/gpt-5.1","messages":[{"role":"","content":"Hi"}]}
                    messages[1].content | {"model":"openai/gpt-5.1","messages":[{"role":"user","content":"Hi"},{"role":"user"}]}
                    messages[0].content | {"model":"openai/gpt-5.1","messages":[{"role":"user","content":null}]}
                    messages[0].content | {"model":"openai/gpt-5.1","messages":[{"role":"user","content":[]}]}
                    messages[0].content | {"model":"openai/gpt-5.1","messages":[{"role":"user","content":7}]}
                    messages[0].role    | {"model":"openai/gpt-5.1","messages":[{"role":"user","role":"system","content":"Hi"}]}
                    """)
    void bothRoutesNameTheField(String field, String body) {
        refusedByChat(field, body);
        refusedByOpenAi(field, body);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    temperature         | {"model":"openai/gpt-5.1","temperature":1,"messages":[{"role":"user","content":"Hi"}]}
                    stream              | {"model":"openai/gpt-5.1","stream":false,"messages":[{"role":"user","content":"Hi"}]}
                    userId              | {"model":"openai/gpt-5.1","userId":"bob","messages":[{"role":"user","content":"Hi"}]}
                    messages[0].name    | {"model":"openai/gpt-5.1","messages":[{"role":"user","content":"Hi","name":"me"}]}
                    messages[0].role    | {"model":"openai/gpt-5.1","messages":[{"role":"tool","content":"Hi"}]}
                    messages[0].content | {"model":"openai/gpt-5.1","messages":[{"role":"user","content":""}]}
                    """)
    void ourOwnRouteTakesNothingElse(String field, String body) {
        refusedByChat(field, body);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    models         | "models":["a"]
                    route          | "route":"fallback"
                    provider       | "provider":{"order":["a"]}
                    preset         | "preset":"a"
                    plugins        | "plugins":[]
                    transforms     | "transforms":[]
                    service_tier   | "service_tier":"priority"
                    n              | "n":2
                    n              | "n":"1"
                    n              | "n":1.0
                    stream         | "stream":"true"
                    stream_options | "stream_options":true
                    MODEL          | "MODEL":"openai/o1-pro"
                    Provider       | "Provider":{}
                    N              | "N":5
                    """)
    void whatWouldChangeThePriceOrThePlaceIsRefused(String field, String member) {
        refusedByOpenAi(field, GOOD.replaceFirst("\\{", "{" + member + ","));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "\"a\"", "{\"model\":}", "{} {}", "not json"})
    void whatIsNoJsonObjectIsRefused(String body) {
        pro.request().body(body).post("/api/chat").then().statusCode(400).body("code", equalTo("INVALID_REQUEST"));
        pro.request()
                .body(body)
                .post("/v1/chat/completions")
                .then()
                .statusCode(400)
                .body("error.code", equalTo("INVALID_REQUEST"))
                .body("error.type", equalTo("invalid_request_error"));
    }

    /** In what is good else; a level less is taken ({@link OddValuesTest}). */
    @Test
    void nestingWithoutEndIsRefused() {
        for (var depth : new int[] {100, 900, 50_000}) {
            var deep = "[".repeat(depth) + "]".repeat(depth);
            var body = "{\"a\":" + deep + "," + GOOD.substring(1);
            // REST Assured would make a page of each level, in case that the test fails.
            var answer = RawHttp.exchange(
                    gateway.getPort(),
                    "POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                            + pro.token() + "\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n\r\n"
                            + body,
                    Duration.ofSeconds(5));
            assertEquals(400, answer.status(), answer.text());
            assertTrue(answer.text().contains("\"param\":\"body\""), answer.text());
        }
    }

    @Test
    void anIdempotencyKeyThatIsNoneIsRefused() {
        for (var key : new String[] {"a b", "k".repeat(256)}) {
            pro.request()
                    .header("Idempotency-Key", key)
                    .body(GOOD)
                    .post("/api/chat")
                    .then()
                    .statusCode(400)
                    .body("field", equalTo("Idempotency-Key"));
        }
    }

    @Test
    void aBodyOverTheLimitIsRefusedInTheFormOfTheRoute() {
        var large = GOOD.replace("Hi", "x".repeat(1024 * 1024));
        pro.request().body(large).post("/api/chat").then().statusCode(413).body("code", equalTo("PAYLOAD_TOO_LARGE"));
        pro.request()
                .body(large)
                .post("/v1/chat/completions")
                .then()
                .statusCode(413)
                .body("error.code", equalTo("PAYLOAD_TOO_LARGE"));
    }

    @Test
    void nobodyHasToSendWhatIsTooLarge() throws IOException {
        try (var socket = new Socket(gateway.getHost(), gateway.getPort())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream()
                    .write(
                            ("POST /api/chat HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                                            + pro.token() + "\r\nContent-Length: 1048577\r\n\r\n")
                                    .getBytes(UTF_8));
            assertEquals("HTTP/1.1 413", new String(socket.getInputStream().readNBytes(12), UTF_8));
        }
    }

    @Test
    void soIsOneThatDoesNotSayHowLongItIs() throws IOException {
        try (var socket = new Socket(gateway.getHost(), gateway.getPort())) {
            var out = socket.getOutputStream();
            out.write(
                    ("POST /api/chat HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                                    + pro.token() + "\r\nTransfer-Encoding: chunked\r\n\r\n")
                            .getBytes(UTF_8));
            var piece = ("4000\r\n" + "x".repeat(0x4000) + "\r\n").getBytes(UTF_8);
            for (var i = 0; i < 65; i++) {
                out.write(piece);
            }
            out.flush();
            var answer = new String(socket.getInputStream().readNBytes(12), UTF_8);
            assertEquals("HTTP/1.1 413", answer);
        }
    }

    @Test
    void otherMethodsTypesAndPathsAreRefusedInTheSameForm() {
        pro.request().get("/api/chat").then().statusCode(405).body("code", equalTo("METHOD_NOT_ALLOWED"));
        pro.request().delete("/v1/models").then().statusCode(405).body("error.code", equalTo("METHOD_NOT_ALLOWED"));
        given().auth()
                .oauth2(pro.token())
                .contentType(ContentType.TEXT)
                .body(GOOD)
                .post("/api/chat")
                .then()
                .statusCode(415)
                .contentType("application/problem+json")
                .body("code", equalTo("UNSUPPORTED_MEDIA_TYPE"));
        pro.request()
                .get("/api/nothing")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("code", equalTo("NOT_FOUND"));
        pro.request()
                .get("/v1/nothing")
                .then()
                .statusCode(404)
                .contentType("application/json")
                .body("error.code", equalTo("NOT_FOUND"));
    }

    @Test
    void aTextWithHalfACharacterHarmsNobody() {
        var response = pro.complete("openai/gpt-5.1", "\\ud800", "\"n\":2");
        assertTrue(response.statusCode() == 400, response.asString());
    }

    private void refusedByChat(String field, String body) {
        pro.request()
                .body(body)
                .post("/api/chat")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo("INVALID_REQUEST"))
                .body("status", equalTo(400))
                .body("field", equalTo(field));
    }

    private void refusedByOpenAi(String field, String body) {
        pro.request()
                .body(body)
                .post("/v1/chat/completions")
                .then()
                .statusCode(400)
                .contentType(containsString("application/json"))
                .body("error.code", equalTo("INVALID_REQUEST"))
                .body("error.type", equalTo("invalid_request_error"))
                .body("error.param", equalTo(field));
    }
}
