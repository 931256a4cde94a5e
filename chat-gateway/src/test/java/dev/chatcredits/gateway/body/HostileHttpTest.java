package dev.chatcredits.gateway.body;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.gateway.provider.LogRecorder;
import dev.chatcredits.gateway.testing.CreditPlatform;
import dev.chatcredits.gateway.testing.NothingHappens;
import dev.chatcredits.testing.RawHttp;
import dev.chatcredits.testing.RawHttp.Answers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as no client of good will sends them: refused, in our form, and nothing is held, called or charged. */
@QuarkusTest
@WithTestResource(CreditPlatform.class)
@SuppressWarnings("NullAway.Init") // Injected by Quarkus.
class HostileHttpTest extends NothingHappens {

    private static final Duration QUIET = Duration.ofMillis(300);
    private static final String QUESTION =
            "{\"model\":\"x-ai/grok-4.1-fast\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    @TestHTTPResource
    URI gateway;

    /** Which of them another server on the way looked at, nobody knows. */
    @Test
    void twoAuthorizationsAreNone() {
        for (var headers : List.of(
                "Authorization: Bearer x\r\n" + mine(), mine() + "Authorization: Bearer x\r\n", mine() + mine())) {
            var answer = send("GET /api/credits HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n");
            refused(answer, 401, "UNAUTHENTICATED");
            refused(send("GET /v1/models HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n"), 401, "UNAUTHENTICATED");
        }
    }

    @Test
    void aHostIsNamedOnce() {
        refused(send("GET /api/credits HTTP/1.1\r\n" + mine() + "\r\n"), 400, "INVALID_REQUEST");
        refused(send("GET /api/credits HTTP/1.1\r\nHost: a\r\nHost: b\r\n" + mine() + "\r\n"), 400, "INVALID_REQUEST");
    }

    @Test
    void aRequestHasOneIdempotencyKey() {
        var answer = post("Idempotency-Key: a\r\nIdempotency-Key: b\r\nContent-Type: application/json\r\n", QUESTION);
        refused(answer, 400, "INVALID_REQUEST");
        refused(post("Idempotency-Key: \r\nContent-Type: application/json\r\n", QUESTION), 400, "INVALID_REQUEST");
    }

    /** A page of somebody else's can send a body without a type, and no browser asks first. */
    @Test
    void aBodySaysWhatItIs() {
        refused(post("", QUESTION), 415, "UNSUPPORTED_MEDIA_TYPE");
        for (var type :
                List.of("", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "///", "json")) {
            refused(post("Content-Type: " + type + "\r\n", QUESTION), 415, "UNSUPPORTED_MEDIA_TYPE");
        }
        refused(
                post("Content-Type: text/plain\r\nContent-Type: application/json\r\n", QUESTION),
                415,
                "UNSUPPORTED_MEDIA_TYPE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: abc",
                "Content-Length: -1",
                "Content-Length: +5",
                "Content-Length: 5, 5",
                "Content-Length: 99999999999999999999",
                "Content-Length: 5\r\nContent-Length: 6",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding : chunked",
                "X-A: a\0b",
                "X-A: a\rX-B: b"
            })
    void whereABodyEndsIsSaidInOneWay(String head) {
        var hidden = "0\r\n\r\nGET /q/health/live HTTP/1.1\r\nHost: a\r\n\r\n";
        var answer = send("POST /api/chat HTTP/1.1\r\nHost: a\r\n" + mine() + "Content-Type: application/json\r\n"
                + head + "\r\n\r\n" + hidden);
        assertEquals(400, answer.status(), answer.text());
        assertTrue(answer.closed(), "what comes after such a head is not read");
        assertFalse(answer.text().contains("UP"), answer.text());
    }

    /** RFC 9112, 6.1: the server must end the connection, for a proxy may have believed the length. */
    @Test
    void whatFollowsALengthAndChunksIsNotAnswered() {
        var hidden = "0\r\n\r\nGET /q/health/live HTTP/1.1\r\nHost: a\r\n\r\n";
        var answer = send("POST /api/chat HTTP/1.1\r\nHost: a\r\n" + mine()
                + "Content-Type: application/json\r\nContent-Length: " + hidden.length()
                + "\r\nTransfer-Encoding: chunked\r\n\r\n" + hidden);
        refused(answer, 400, "INVALID_REQUEST");
        assertFalse(answer.text().contains("\"UP\""), answer.text());
        assertTrue(answer.closed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz\r\n", "-5\r\n{}", "2\r\n{}XX0\r\n\r\n"})
    void aBodyThatBreaksOffIsNoFailureOfOurs(String chunks) {
        try (var log = LogRecorder.start()) {
            var answer = send("POST /api/chat HTTP/1.1\r\nHost: a\r\n" + mine()
                    + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
            assertTrue(answer.closed());
            send("GET /q/health/live HTTP/1.1\r\nHost: a\r\n\r\n");
            assertFalse(log.text().contains("/api/chat failed"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/generations/%zz", "/api/credits?a=%zz", "/api/credits/history?limit=%f", "/v1/%"})
    void anAddressThatCanNotBeReadIsRefusedAndNothingMoreIsSaid(String path) {
        var answer = send("GET " + path + " HTTP/1.1\r\nHost: a\r\n" + mine() + "\r\n");
        assertEquals(400, answer.status(), answer.text());
        assertFalse(answer.text().contains("Exception"), answer.text());
    }

    /** JAX-RS takes what follows a ; for something else, and {@code x;y} for {@code x}. */
    @Test
    void whatNamesAnotherWhenItIsCutOffIsRefused() {
        for (var path : List.of("/api/generations/x;y", "/api/credits;a=b", "/v1;a/models", "/usage;a")) {
            var answer = send("GET " + path + " HTTP/1.1\r\nHost: a\r\n" + mine() + "\r\n");
            refused(answer, 400, "INVALID_REQUEST");
            assertTrue(answer.text().contains("\"path\""), answer.text());
        }
        var written = send("GET /api/generations/x%3By HTTP/1.1\r\nHost: a\r\n" + mine() + "\r\n");
        refused(written, 404, "NOT_FOUND");
    }

    @Test
    void moreHeadersThanAnybodyNeedsAreRefused() {
        var head = "GET /api/credits HTTP/1.1\r\nHost: a\r\n" + mine();
        assertEquals(431, send(head + "X-A: " + "a".repeat(30_000) + "\r\n\r\n").status());
        assertEquals(431, send(head + "X-A: 1\r\n".repeat(4_000) + "\r\n").status());
        assertEquals(
                414,
                send("GET /api/credits?" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: a\r\n\r\n")
                        .status());
    }

    @Test
    void headersThatBreakOutOfTheirLineReachNobody() {
        var answer = post("Content-Type: application/json\r\nIdempotency-Key: a\tb\r\n", QUESTION);
        refused(answer, 400, "INVALID_REQUEST");
        answer = post("Content-Type: application/json\r\nIdempotency-Key: a\r\n b\r\n", QUESTION);
        refused(answer, 400, "INVALID_REQUEST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "PATCH", "PUT", "DELETE", "ODD"})
    void aMethodThatARouteDoesNotHaveIs405(String method) {
        pro.request()
                .request(method, "/api/credits")
                .then()
                .statusCode(405)
                .body("code", equalTo("METHOD_NOT_ALLOWED"));
        pro.request()
                .request(method, "/v1/models")
                .then()
                .statusCode(405)
                .body("error.code", equalTo("METHOD_NOT_ALLOWED"));
    }

    @Test
    void noOtherOriginIsLetIn() {
        for (var path : List.of("/api/chat", "/api/credits", "/v1/chat/completions", "/q/health")) {
            for (var origin : List.of("https://evil.example", "null", gateway.toString())) {
                given().header("Origin", origin)
                        .header("Access-Control-Request-Method", "POST")
                        .header("Access-Control-Request-Headers", "authorization,content-type")
                        .options(path)
                        .then()
                        .header("Access-Control-Allow-Origin", nullValue())
                        .header("Access-Control-Allow-Headers", nullValue())
                        .header("Access-Control-Allow-Credentials", nullValue());
                pro.request()
                        .header("Origin", origin)
                        .get(path)
                        .then()
                        .header("Access-Control-Allow-Origin", nullValue());
            }
        }
    }

    /** Else each would keep a page open for as long as the caller likes. */
    @Test
    void theHeadOfAStreamHasAnEnd() throws Exception {
        for (var i = 0; i < 25; i++) {
            given().auth()
                    .oauth2(pro.token())
                    .head("/api/credits/stream")
                    .then()
                    .statusCode(200);
        }
    }

    /** One on which an answer may follow stays open: that of a page, and that of a body which has come to its end. */
    @Test
    @Tag("long")
    void onlyTheConnectionOfABodyThatNobodyWantsIsEnded() {
        try (var usage = RawHttp.to(gateway.getPort());
                var login = RawHttp.to(gateway.getPort());
                var late = RawHttp.to(gateway.getPort());
                var endless = RawHttp.to(gateway.getPort())) {
            answers(usage, "/usage");
            answers(login, "/login");
            refusedBeforeItsEnd(late);
            late.send("}".repeat(999));
            refusedBeforeItsEnd(endless);
            // It is read for a while, and then no more.
            assertTrue(endless.read(Duration.ofSeconds(30)).closed());
            answers(usage, "/usage");
            answers(login, "/login");
            answers(late, "/usage");
        }
    }

    private static void refusedBeforeItsEnd(RawHttp connection) {
        connection.send(
                "POST /api/chat HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{");
        var answer = connection.read(QUIET);
        assertEquals(401, answer.status());
        assertFalse(answer.closed());
    }

    private static void answers(RawHttp connection, String path) {
        connection.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
        var answer = connection.read(QUIET);
        assertEquals(1, answer.count());
        assertFalse(answer.closed());
    }

    @Test
    void whoHasReadTheAnswerToATooLargeBodyIsNotListenedToAnyMore() {
        var answer = send("POST /api/chat HTTP/1.1\r\nHost: a\r\n" + mine()
                + "Content-Type: application/json\r\nContent-Length: 9223372036854775807\r\n\r\n{");
        refused(answer, 413, "PAYLOAD_TOO_LARGE");
        assertTrue(answer.closed());
    }

    /** Slowloris: they hold connections, and nothing else. */
    @Test
    void manyWhoNeverFinishTheirRequestsKeepNobodyFromTheirs() {
        List<RawHttp> slow = new ArrayList<>();
        try {
            for (var i = 0; i < 300; i++) {
                var connection = RawHttp.to(gateway.getPort());
                slow.add(connection);
                connection.send(
                        i % 2 == 0
                                ? "GET /api/credits HTTP/1.1\r\nHost: a\r\nX-A: "
                                : "POST /api/chat HTTP/1.1\r\nHost: a\r\n" + mine()
                                        + "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{");
            }
            for (var i = 0; i < 20; i++) {
                assertEquals(50, pro.remaining());
            }
        } finally {
            slow.forEach(RawHttp::close);
        }
    }

    private Answers post(String headers, String body) {
        return send("POST /api/chat HTTP/1.1\r\nHost: a\r\n" + mine() + headers + "Content-Length: " + body.length()
                + "\r\n\r\n" + body);
    }

    private String mine() {
        return "Authorization: Bearer " + pro.token() + "\r\n";
    }

    private Answers send(String text) {
        return RawHttp.exchange(gateway.getPort(), text, QUIET);
    }

    private static void refused(Answers answer, int status, String code) {
        assertEquals(status, answer.status(), answer.text());
        assertEquals(1, answer.count(), answer.text());
        assertTrue(answer.text().contains("\"code\":\"" + code + "\""), answer.text());
    }
}
