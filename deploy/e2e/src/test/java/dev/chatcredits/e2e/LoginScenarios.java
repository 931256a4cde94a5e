package dev.chatcredits.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.path.json.JsonPath;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** The login of the pages, at whatever provider the platform has. */
interface LoginScenarios {

    Stage stage();

    @Test
    default void peopleLogInChatAndLogOut() {
        Person alice = stage().personWith("alice", 50);
        PageSession session = new PageSession(stage().platform().gateway());
        assertEquals(401, session.get("/api/credits").statusCode());
        session.logIn("alice");
        JsonPath credits = JsonPath.from(session.get("/api/credits").body());
        assertEquals(alice.userId(), credits.getString("userId"));
        assertEquals("pro_user", credits.getString("planId"));
        HttpResponse<String> answer = session.post(
                "/api/chat",
                "{\"model\": \"" + Person.GROK + "\", \"messages\": [{\"role\": \"user\", \"content\": \"hello\"}]}");
        assertEquals(200, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains("event: receipt"), answer.body());
        session.post("/logout", "");
        assertEquals(401, session.get("/api/credits").statusCode());
    }
}
