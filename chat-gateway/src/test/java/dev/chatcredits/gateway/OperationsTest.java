package dev.chatcredits.gateway;

import static io.restassured.RestAssured.given;
import static java.util.stream.Collectors.toSet;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chatcredits.gateway.problem.Code;
import dev.chatcredits.gateway.testing.Chat;
import dev.chatcredits.gateway.testing.CreditPlatform;
import dev.chatcredits.gateway.testing.Tokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What an operator sees. */
@QuarkusTest
@WithTestResource(CreditPlatform.class)
class OperationsTest {

    private static final String FORM = """
            {"%s":{"schema":{"$ref":"#/components/schemas/%s"}}}""";

    @Test
    void readinessSaysWhatWasReached() throws Exception {
        Chat.await("ready", () -> given().get("/q/health/ready").statusCode() == 200);
        given().get("/q/health/ready")
                .then()
                .body("status", equalTo("UP"))
                .body("checks.find { it.name == 'credit service was reached' }.status", equalTo("UP"))
                .body("checks.find { it.name == 'Kafka was reached' }.status", equalTo("UP"));
        given().get("/q/health/live")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'limits are watched' }.status", equalTo("UP"));
    }

    @Test
    void generationsAreCountedByTheirOutcome() {
        var user = Tokens.newUser();
        new Chat(Tokens.of(user, "pro_user"))
                .ask("x-ai/grok-4.1-fast", "Hi")
                .then()
                .statusCode(200);
        new Chat(Tokens.without(user)).ask("x-ai/grok-4.1-fast", "Hi");
        given().get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("generations_total{outcome=\"settled\"}"))
                .body(containsString("generation_first_token_seconds"))
                .body(containsString("generation_hold_seconds"))
                .body(containsString("generations_running"))
                .body(containsString("generations_in_background"));
    }

    @Test
    void theApiIsDescribed() {
        given().accept("application/json")
                .get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .body("paths", hasKey("/api/chat"))
                .body("paths", hasKey("/v1/chat/completions"))
                .body("paths", hasKey("/api/credits/stream"))
                .body("paths.'/api/chat'.post.requestBody.content.'application/json'.schema", hasKey("$ref"))
                .body("components.securitySchemes", hasKey("SecurityScheme"));
    }

    @Test
    void refusalsAreDescribedInTheFormInWhichTheyAreSent() {
        var wrong = new TreeSet<String>();
        described().path("paths").properties().forEach(path -> {
            var form = path.getKey().startsWith("/v1/")
                    ? FORM.formatted("application/json", "OpenAiProblem")
                    : FORM.formatted("application/problem+json", "Problem");
            path.getValue()
                    .findValues("responses")
                    .forEach(responses -> responses.properties().stream()
                            .filter(response -> response.getKey().compareTo("400") >= 0)
                            .filter(response -> !response.getValue()
                                    .path("content")
                                    .toString()
                                    .equals(form))
                            .forEach(response -> wrong.add(path.getKey() + " " + response.getKey())));
        });
        assertEquals(Set.of(), wrong);
    }

    @Test
    void everyRefusalOfAChatIsDescribed() {
        var ofNoChat = EnumSet.of(Code.NOT_FOUND, Code.METHOD_NOT_ALLOWED, Code.INTERNAL_ERROR);
        var ofWholeAnswers = EnumSet.complementOf(ofNoChat);
        var ofStreams = EnumSet.copyOf(ofWholeAnswers);
        ofStreams.remove(Code.OUTCOME_UNKNOWN);
        assertAll(
                () -> assertEquals(Set.of(), undescribed(ofStreams, "/api/chat", "post")),
                () -> assertEquals(Set.of(), undescribed(ofWholeAnswers, "/v1/chat/completions", "post")),
                () -> assertEquals(Set.of(), undescribed(EnumSet.of(Code.OVERLOADED), "/api/checkout", "post")),
                () -> assertEquals(Set.of(), undescribed(EnumSet.of(Code.OVERLOADED), "/api/credits/stream", "get")));
    }

    @Test
    void aBalanceIsDescribedAsItIsSent() {
        var schemas = described().path("components").path("schemas");
        var sent = new Chat(Tokens.of(Tokens.newUser(), "pro_user")).balance();
        var members = schemas.path("Balance").path("properties");
        assertEquals(names(sent), names(members));
        assertEquals(
                names(sent),
                schemas.path("Balance")
                        .path("required")
                        .valueStream()
                        .map(JsonNode::asText)
                        .collect(toSet()));
        sent.properties().forEach(member -> {
            var type =
                    member.getValue().isNumber() ? "integer" : member.getValue().isBoolean() ? "boolean" : "string";
            assertTrue(
                    members.path(member.getKey()).path("type").toString().contains('"' + type + '"'),
                    () -> member + " is " + members.path(member.getKey()));
        });
        new Chat(Tokens.without(Tokens.newUser()))
                .balance()
                .properties()
                .forEach(member -> assertEquals(
                        member.getValue().isNull(),
                        members.path(member.getKey()).path("type").toString().contains("null"),
                        member.getKey()));
        for (var place : List.of(
                "/paths/~1api~1credits/get/responses/200/content/application~1json/schema",
                "/components/schemas/Explanation/properties/balance")) {
            assertEquals(
                    "#/components/schemas/Balance",
                    described().at(place).path("$ref").asText(),
                    place);
        }
        assertEquals(
                Set.of("Balance"),
                names(schemas).stream()
                        .filter(name -> name.matches("Balance.*|.*Node"))
                        .collect(toSet()));
    }

    private static JsonNode described() {
        return given().get("/q/openapi?format=json").as(JsonNode.class);
    }

    private static Set<Code> undescribed(Set<Code> codes, String path, String method) {
        var responses = described().path("paths").path(path).path(method).path("responses");
        return codes.stream()
                .filter(code -> !responses
                        .path(String.valueOf(code.status()))
                        .path("description")
                        .asText()
                        .contains(code.name()))
                .collect(toSet());
    }

    private static Set<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).collect(toSet());
    }
}
