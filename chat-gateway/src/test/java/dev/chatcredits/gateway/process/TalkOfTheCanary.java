package dev.chatcredits.gateway.process;

import static dev.chatcredits.gateway.provider.Script.event;
import static dev.chatcredits.gateway.provider.Script.token;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatcredits.gateway.provider.ProviderCall;
import dev.chatcredits.gateway.provider.Script;
import dev.chatcredits.gateway.testing.Chat;
import dev.chatcredits.gateway.testing.Events;
import dev.chatcredits.gateway.testing.Packaged;
import dev.chatcredits.gateway.testing.Tokens;
import dev.chatcredits.gateway.testing.Way;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;

/** Requests and answers with a word in them that is to be found nowhere else, in all places of a request, through all that can happen. */
final class TalkOfTheCanary {

    static final String CANARY = "canary7c9e6679f8b2";

    private static final String FULL = """
            {"model": "openai/gpt-5.1", "stream": %s, "user": "CANARY", "metadata": {"CANARY": "CANARY"},
             "tools": [{"type": "function", "function": {"name": "CANARY", "description": "CANARY", "parameters": {"CANARY": {}}}}],
             "messages": [{"role": "user", "name": "CANARY", "content": [{"type": "text", "text": "CANARY good"},
                {"type": "image_url", "image_url": {"url": "https://example.com/CANARY.png"}}]},
              {"role": "assistant", "tool_calls": [{"id": "CANARY", "type": "function", "function": {"name": "CANARY", "arguments": "CANARY"}}]}]}
            """.replace("CANARY", CANARY);

    /** Bodies that are refused; none may come back in the refusal. */
    private static final List<String> BAD_BODIES = List.of(
            "{\"model\":\"openai/gpt-5.1\",\"messages\":[CANARY",
            "CANARY",
            "{\"model\":\"CANARY\",\"messages\":[{\"role\":\"user\",\"content\":\"CANARY\"}]}",
            "{\"model\":[\"CANARY\"],\"messages\":[{\"role\":\"user\",\"content\":\"CANARY\"}]}",
            "{\"model\":\"openai/gpt-5.1\",\"messages\":\"CANARY\"}",
            "{\"model\":\"openai/gpt-5.1\",\"messages\":[\"CANARY\"]}",
            "{\"model\":\"openai/gpt-5.1\",\"messages\":[{\"role\":[\"CANARY\"],\"content\":\"CANARY\"}]}",
            "{\"model\":\"openai/gpt-5.1\",\"messages\":[{\"role\":\"user\",\"content\":\"CANARY\"}]} CANARY");

    private final Packaged parts;
    private final String user = Tokens.newUser();
    private final Chat pro = new Chat(Tokens.of(user, "pro_user"));
    private final List<String> successes = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private String failed = "";
    private String charged = "";

    TalkOfTheCanary(Packaged parts) {
        this.parts = parts;
    }

    List<String> successes() {
        return successes;
    }

    /** Of streams their last event. */
    List<String> refusals() {
        return refusals;
    }

    /** What must be found in a place, for it is about the talk. */
    String userOrGenerationIn(String place) {
        return place.equals("gateway log") ? failed : charged;
    }

    void everywhere() throws Exception {
        on("good", TalkOfTheCanary::answers);
        succeed();
        providerFails();
        askBadly();
        whileKafkaIsAway();
        parts.creditWire().cut();
        for (var way : Way.values()) {
            refused(503, way.ask(pro, CANARY + " good"));
        }
        parts.creditWire().heal();
        Chat.await(
                "the credit service is asked again",
                () -> pro.request().get("/api/credits").statusCode() == 200);
        Chat.await("all is settled", () -> pro.held() == 0);
    }

    private void succeed() {
        var chat = Way.CHAT.ask(pro, CANARY + " good").then().statusCode(200).extract();
        charged = chat.header("X-Generation-Id");
        successes.add(chat.asString());
        for (var stream : List.of("true", "false")) {
            successes.add(full(stream, CANARY + stream)
                    .then()
                    .statusCode(200)
                    .extract()
                    .asString());
        }
        refused(409, full("true", CANARY + "true"));
    }

    private Response full(String stream, String key) {
        return pro.request()
                .header("Idempotency-Key", key)
                .header("X-Note", CANARY)
                .header("User-Agent", CANARY)
                .header("Referer", "https://example.com/" + CANARY)
                .body(FULL.formatted(stream))
                .post("/v1/chat/completions");
    }

    private void providerFails() {
        on("refuses", call -> call.whole(422, "application/json", "{\"error\":{\"message\":\"" + CANARY + "\"}}"));
        on("breaks", call -> call.whole(500, "text/" + CANARY, CANARY));
        on("babbles", call -> call.raw(CANARY + "\r\n" + CANARY + "\r\n\r\n").hangUp());
        on(
                "bad head",
                call -> call.raw("HTTP/1.1 200 OK\r\n" + CANARY + "\r\nContent-Length: " + CANARY + "\r\n\r\n")
                        .hangUp());
        on(
                "garbage",
                call -> call.streamHead().chunk("data: {\"" + CANARY + "\n\n").end());
        on(
                "error chunk",
                call -> call.streamHead()
                        .chunk("data: {\"error\":{\"message\":\"" + CANARY + "\"}}\n\n")
                        .end());
        for (var failure : List.of("refuses", "breaks", "babbles", "bad head", "garbage", "error chunk")) {
            for (var way : Way.values()) {
                refused(502, way.ask(pro, CANARY + " " + failure));
            }
        }
        on("silence", ProviderCall::awaitClosedByClient);
        refused(504, Way.CHAT.ask(pro, CANARY + " silence"));
        on("dies", Script.diesAfter(CANARY + " "));
        on(
                "stutters",
                call -> call.streamHead()
                        .chunk(event(token(CANARY)) + "data: " + CANARY + "\n\n")
                        .end());
        for (var failure : List.of("dies", "stutters")) {
            var events = Events.of(Way.CHAT.ask(pro, CANARY + " " + failure).asString());
            failed = events.only("error").path("generationId").asText();
            refusals.add(events.last().data());
            refusals.add(Events.of(Way.STREAMED.ask(pro, CANARY + " " + failure).asString())
                    .last()
                    .data());
        }
    }

    private void askBadly() {
        for (var body : BAD_BODIES) {
            for (var path : List.of("/api/chat", "/v1/chat/completions")) {
                refused(400, pro.request().body(body.replace("CANARY", CANARY)).post(path));
            }
        }
        for (var way : Way.values()) {
            refused(402, way.ask(new Chat(Tokens.without(Tokens.newUser())), CANARY + " good"));
            refused(401, way.ask(new Chat(CANARY), CANARY + " good"));
        }
        refused(400, full("true", CANARY + " with a blank"));
        refused(400, pro.request().get("/api/credits/history?limit=" + CANARY));
        refused(400, pro.request().get("/api/credits/history?cursor=" + CANARY));
        // What names the place of the trouble may say the name, here that of a member and of a path; what is logged may
        // not.
        var member = "{\"" + CANARY + "\":1,\"model\":\"openai/gpt-5.1\",\"messages\":[]}";
        assertEquals(400, pro.request().body(member).post("/api/chat").statusCode());
        for (var path : List.of("/api/" + CANARY, "/v1/" + CANARY, "/api/generations/" + CANARY)) {
            assertEquals(404, pro.request().get(path).statusCode());
        }
    }

    private void whileKafkaIsAway() {
        parts.kafka().pause();
        successes.add(Way.CHAT
                .ask(pro, CANARY + " good")
                .then()
                .statusCode(200)
                .extract()
                .asString());
        parts.kafka().resume();
    }

    private void refused(int status, Response answer) {
        assertEquals(status, answer.statusCode(), answer.asString());
        refusals.add(answer.asString() + answer.headers());
    }

    private void on(String prompt, Script script) {
        parts.provider().answerPrompt(CANARY + " " + prompt, script);
    }

    private static void answers(ProviderCall call) throws java.io.IOException, InterruptedException {
        if (!call.streaming()) {
            Script.says(CANARY).play(call);
            return;
        }
        var chunks = Script.chunks(CANARY);
        var tool = token("");
        tool.withArray("choices")
                .get(0)
                .withObjectProperty("delta")
                .withArrayProperty("tool_calls")
                .addObject()
                .putObject("function")
                .put("arguments", CANARY);
        chunks.add(2, tool.put("id", CANARY).put("system_fingerprint", CANARY));
        Script.stream(chunks).play(call);
    }
}
