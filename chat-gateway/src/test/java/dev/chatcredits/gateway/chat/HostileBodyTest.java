package dev.chatcredits.gateway.chat;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.chatcredits.gateway.testing.CreditPlatform;
import dev.chatcredits.gateway.testing.NothingHappens;
import dev.chatcredits.testing.Inside;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that try to be something else: nothing of them chooses a price, a place or a person, and nothing is held or called. */
@QuarkusTest
@WithTestResource(CreditPlatform.class)
class HostileBodyTest extends NothingHappens {

    private static final String QUESTION =
            "{\"model\":\"x-ai/grok-4.1-fast\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    /** Lessons litellm#37053, litellm#24952: our own route takes nothing that it doesn't know; the other passes it on as content only. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "userId", "user_id", "cost", "credits", "price", "planId", "subscription", "remaining", "generationId",
                "api_base", "base_url", "api_key", "headers", "metadata", "__proto__", "constructor", "modelId", "hold"
            })
    void ourOwnRouteTakesNoOtherMember(String member) {
        var body = "{\"" + member + "\":\"0\"," + QUESTION.substring(1);
        pro.request().body(body).post("/api/chat").then().statusCode(400).body("field", equalTo(member));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    n  | 18446744073709551617
                    n  | 4294967297
                    n  | 1e0
                    n  | 0
                    n  | -1
                    n  | true
                    n  | [1]
                    """)
    void oneAnswerIsOneAnswerInAnyNumberOfBits(String field, String value) {
        pro.request()
                .body("{\"" + field + "\":" + value + "," + QUESTION.substring(1))
                .post("/v1/chat/completions")
                .then()
                .statusCode(400)
                .body("error.param", equalTo(field));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "-Infinity", "+1", "01", "1.", ".5", "0x10", "1_000", "1e", "undefined"})
    void whatIsNoNumberOfJsonIsRefused(String value) {
        var body = "{\"temperature\":" + value + "," + QUESTION.substring(1);
        pro.request()
                .body(body)
                .post("/v1/chat/completions")
                .then()
                .statusCode(400)
                .body("error.param", equalTo("body"));
        // A number that could be read would be told that this route doesn't know its name.
        pro.request().body(body).post("/api/chat").then().statusCode(400).body("field", equalTo("body"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-ai/grok-4.1-fast\\r\\nX-Evil: 1",
                "x-ai/grok-4.1-fast\\u0000",
                "x-ai/grok-4.1-fast ",
                "../x-ai/grok-4.1-fast",
                "\\ud800",
                "*"
            })
    void aModelIsOneOfThoseThatAreServed(String model) {
        for (var path : List.of("/api/chat", "/v1/chat/completions")) {
            var answer = pro.request()
                    .body(QUESTION.replace("x-ai/grok-4.1-fast", model))
                    .post(path);
            answer.then().statusCode(400).header("X-Evil", nullValue());
        }
    }

    /** A class, a statement or a place in our code would tell an attacker where to go on. */
    @Test
    void noErrorTellsOfOurInside() {
        var answers = new ArrayList<String>();
        for (var body : List.of(
                "", "{", "[]", "{\"model\":{}}", "\u0000", QUESTION.replace("role", "rule"), "{\"messages\":1}")) {
            answers.add(pro.request().body(body).post("/api/chat").asString());
            answers.add(pro.request().body(body).post("/v1/chat/completions").asString());
            answers.add(pro.request().body(body).post("/api/checkout").asString());
        }
        for (var path : List.of(
                "/api/credits/history?limit=a", "/api/credits/history?cursor='", "/api/generations/'", "/q/x", "/")) {
            answers.add(pro.request().get(path).asString());
        }
        for (var answer : answers) {
            assertFalse(Inside.isIn(answer), answer);
            assertFalse(answer.contains("127.0.0.1"), answer);
        }
    }
}
