package dev.chatcredits.gateway.process;

import static dev.chatcredits.gateway.provider.Script.event;
import static dev.chatcredits.gateway.provider.Script.token;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatcredits.gateway.provider.ProviderCall;
import dev.chatcredits.gateway.provider.Script;
import dev.chatcredits.gateway.testing.BareCaller;
import dev.chatcredits.gateway.testing.Chat;
import dev.chatcredits.gateway.testing.Events;
import dev.chatcredits.gateway.testing.Packaged;
import dev.chatcredits.gateway.testing.Tokens;
import dev.chatcredits.gateway.testing.Way;
import dev.chatcredits.testing.ServiceProcess;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

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
    private final ServiceProcess gateway;
    private final String user = Tokens.newUser();
    private final Chat pro = new Chat(Tokens.of(user, "pro_user"));
    private final List<String> successes = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private String failed = "";
    private String charged = "";

    TalkOfTheCanary(Packaged parts, ServiceProcess gateway) {
        this.parts = parts;
        this.gateway = gateway;
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
        stayNoLonger();
        whileKafkaIsAway();
        BadLetters.send(parts, charged);
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
        // A provider may say anything as the reason why it ended.
        on("reasons", call -> {
            if (call.streaming()) {
                call.streamHead()
                        .chunk(event(token(CANARY)) + event(Script.finish("stop " + CANARY)) + "data: [DONE]\n\n")
                        .end();
                return;
            }
            var answer = Script.whole(CANARY);
            ((ObjectNode) answer.at("/choices/0")).put("finish_reason", "stop " + CANARY);
            call.whole(200, "application/json", answer.toString());
        });
        for (var way : Way.values()) {
            successes.add(way.ask(pro, CANARY + " reasons")
                    .then()
                    .statusCode(200)
                    .extract()
                    .asString());
        }
    }

    private Response full(String stream, String key) {
        return pro.request()
                .header("Idempotency-Key", key)
                .header("X-Note", CANARY)
                .header("User-Agent", CANARY)
                .header("Referer", "https://example.com/" + CANARY)
                .header(CANARY, CANARY)
                .header("traceparent", "00-" + CANARY + "-" + CANARY + "-01")
                .header("tracestate", CANARY + "=" + CANARY)
                .header("baggage", CANARY + "=" + CANARY)
                .body(FULL.formatted(stream))
                .post("/v1/chat/completions");
    }

    private void providerFails() throws IOException {
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
        on("idle", Script.hangsAfter(CANARY));
        var idle = ask("idle");
        idle.readUntil(CANARY);
        refused(504, Way.CHAT.ask(pro, CANARY + " silence"));
        refused("PROVIDER_TIMEOUT", idle);
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
        for (var path : List.of("/api/chat", "/v1/chat/completions")) {
            refused(
                    413,
                    pro.request().body("{\"" + CANARY.repeat(60_000) + "\":1}").post(path));
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

    /** Who has gone, and who doesn't read, is answered to the end all the same. */
    private void stayNoLonger() throws Exception {
        var go = new CountDownLatch(1);
        on("left", saysThen(go));
        var left = ask("left");
        left.readUntil(CANARY);
        left.close();
        go.countDown();
        on("unread", call -> {
            call.streamHead();
            for (var i = 0; i < 200; i++) {
                call.chunk(event(token(CANARY + " ".repeat(50_000))));
            }
            call.chunk(event(Script.finish("stop")) + "data: [DONE]\n\n").end();
        });
        try (var unread = ask("unread")) {
            unread.readUntil(CANARY);
            Chat.await("all is settled", () -> pro.held() == 0);
            assertFalse(unread.rest("receipt").contains("receipt"), "it didn't wait for its reader");
        }
    }

    /** First it alone, then the credit service with it. */
    private void whileKafkaIsAway() throws Exception {
        parts.kafka().pause();
        successes.add(Way.CHAT
                .ask(pro, CANARY + " good")
                .then()
                .statusCode(200)
                .extract()
                .asString());
        var go = new CountDownLatch(1);
        on("unknown", saysThen(go));
        var unknown = ask("unknown");
        unknown.readUntil(CANARY);
        parts.creditWire().cut();
        go.countDown();
        refused("OUTCOME_UNKNOWN", unknown);
        for (var way : Way.values()) {
            refused(503, way.ask(pro, CANARY + " good"));
        }
        parts.creditWire().heal();
        parts.kafka().resume();
    }

    private BareCaller ask(String what) throws IOException {
        return BareCaller.ask(gateway.url("/"), Way.CHAT, pro.token(), CANARY + " " + what);
    }

    private static Script saysThen(CountDownLatch go) {
        return call -> {
            call.streamHead().chunk(event(token(CANARY)));
            go.await();
            call.chunk(event(Script.finish("stop")) + "data: [DONE]\n\n").end();
        };
    }

    /** In a stream that had begun. */
    private void refused(String code, BareCaller caller) {
        var rest = caller.rest("\r\n0\r\n\r\n");
        var error = rest.substring(Math.max(0, rest.indexOf("event: error")));
        assertTrue(error.contains(code), rest);
        refusals.add(error);
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
