package dev.chatcredits.credit.problem;

import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.credit.support.Fresh;
import dev.chatcredits.credit.support.Gateway;
import dev.chatcredits.credit.support.RealParts;
import dev.chatcredits.credit.support.Routes;
import dev.chatcredits.credit.support.Tokens;
import dev.chatcredits.testing.Inside;
import dev.chatcredits.testing.RawHttp;
import dev.chatcredits.testing.RawHttp.Answers;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as no gateway of good will sends them: refused, in our form, and nothing is held or charged. */
@QuarkusTest
@TestProfile(RealParts.class)
class HostileHttpTest {

    private static final Duration QUIET = Duration.ofMillis(300);
    private static final String MINE = "Authorization: Bearer " + Tokens.SERVICE + "\r\n";

    private String user = "";
    private String release = "";

    @BeforeEach
    void somebody() {
        user = Gateway.userWith(Gateway.PRO);
        release = "{\"userId\":\"" + user + "\"}";
    }

    @Test
    void whoCallsAndWhomIsSaidOnce() {
        String get = "GET /internal/v1/catalog HTTP/1.1\r\n";
        refused(send(get + "Host: a\r\nAuthorization: Bearer x\r\n" + MINE + "\r\n"), 401, "UNAUTHENTICATED");
        refused(send(get + "Host: a\r\n" + MINE + "Authorization: Bearer x\r\n\r\n"), 401, "UNAUTHENTICATED");
        refused(send(get + MINE + "\r\n"), 400, "INVALID_REQUEST");
        refused(send(get + "Host: a\r\nHost: b\r\n" + MINE + "\r\n"), 400, "INVALID_REQUEST");
        refused(
                send(get + "Host: a\r\nIdempotency-Key: a\r\nIdempotency-Key: b\r\n" + MINE + "\r\n"),
                400,
                "INVALID_REQUEST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Content-Type: text/plain\r\n",
                "Content-Type: application/x-www-form-urlencoded\r\n",
                "Content-Type:\r\n",
                "Content-Type: text/plain\r\nContent-Type: application/json\r\n",
                "Content-Type: ///\r\n"
            })
    void aBodySaysOnceThatItIsJson(String type) {
        refused(post(type + "Content-Length: " + release.length(), release), 415, "UNSUPPORTED_MEDIA_TYPE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "-1", "+5", "5, 5", "99999999999999999999", "5\r\nContent-Length: 6"})
    void aLengthIsANumber(String length) {
        Answers answer = post(
                "Content-Type: application/json\r\nContent-Length: " + length,
                "GET /q/health HTTP/1.1\r\nHost: a\r\n\r\n");
        assertEquals(400, answer.status(), answer.text());
        assertTrue(answer.closed());
        assertEquals(1, answer.count(), answer.text());
    }

    /** Where a body of unknown length ends, servers have disagreed before; and it can't be refused before it is read. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 4",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked"
            })
    void aBodyHasALength(String head) {
        Answers answer =
                post("Content-Type: application/json\r\n" + head, "0\r\n\r\nGET /q/health HTTP/1.1\r\nHost: a\r\n\r\n");
        refused(answer, 411, "LENGTH_REQUIRED");
        assertTrue(answer.closed(), "what comes after such a head is not read");
    }

    @Test
    void aBodyThatSaysThatItIsTooLargeIsNotReadAtAll() {
        Answers answer = post("Content-Type: application/json\r\nContent-Length: 65537", "{");
        refused(answer, 413, "PAYLOAD_TOO_LARGE");
        assertTrue(answer.closed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/internal/v1/accounts/%zz", "/internal/v1/catalog?a=%zz", "/admin/v1/%"})
    void anAddressThatCanNotBeReadIsRefusedAndNothingMoreIsSaid(String path) {
        Answers answer = send("GET " + path + " HTTP/1.1\r\nHost: a\r\n" + MINE + "\r\n");
        assertEquals(400, answer.status(), answer.text());
        assertFalse(answer.text().contains("Exception"), answer.text());
    }

    /** Everything after it is cut off from what resources are told. */
    @Test
    void whatNamesAnotherWhenItIsCutOffIsRefused() {
        String cut = "GET /internal/v1/accounts/" + user + ";a=b HTTP/1.1\r\nHost: a\r\n" + MINE + "\r\n";
        refused(send(cut), 400, "INVALID_REQUEST");
        assertTrue(send(cut).text().contains("\"field\":\"path\""));
        assertEquals(404, send(cut.replace(";", "%3B")).status());
        assertEquals(200, send(cut.replace(";a=b", "")).status());
    }

    @Test
    void moreHeadersThanAnybodyNeedsAreRefused() {
        String head = "GET /internal/v1/catalog HTTP/1.1\r\nHost: a\r\n" + MINE;
        assertEquals(431, send(head + "X-A: " + "a".repeat(30_000) + "\r\n\r\n").status());
        assertEquals(431, send(head + "X-A: 1\r\n".repeat(4_000) + "\r\n").status());
        assertEquals(
                414,
                send("GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: a\r\n\r\n")
                        .status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e999999999",
                "1e400",
                "1e99999999999",
                "123",
                "1.5",
                "-1",
                "1e18",
                "99999999999999999999999999",
                "NaN",
                "true",
                "[]",
                "\"\""
            })
    void anInstantIsWrittenByIso8601(String value) {
        Gateway.hold(
                        Fresh.generation(),
                        "{\"userId\":\"" + user
                                + "\",\"modelId\":\"m\",\"subscription\":{\"planId\":\"pro_user\",\"asOf\":" + value
                                + "}}")
                .then()
                .statusCode(400)
                .body("code", is("INVALID_REQUEST"));
        assertEquals(0, Gateway.balance(user).getInt("held"));
    }

    @Test
    void headersThatBreakOutOfTheirLineReachNobody() {
        for (String header : List.of("X-A: a\rX-B: b", "X-A: a\0b", "X-A : b", "X\0A: b", "Idempotency-Key: a\0b")) {
            Answers answer =
                    post(header + "\r\nContent-Type: application/json\r\nContent-Length: " + release.length(), release);
            assertEquals(400, answer.status(), answer.text());
            assertEquals(1, answer.count(), answer.text());
            assertTrue(answer.closed(), "what comes after such a head is not read");
        }
        String adjustment = "{\"credits\":5,\"reason\":\"r\"}";
        for (String key : List.of("a\tb", "a\u0085b", "")) {
            Answers answer = send("POST " + Routes.adjustments(user) + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
                    + Tokens.ADMIN + "\r\nIdempotency-Key: " + key
                    + "\r\nContent-Type: application/json\r\nContent-Length: " + adjustment.length() + "\r\n\r\n"
                    + adjustment);
            refused(answer, 400, "INVALID_REQUEST");
            assertTrue(answer.text().contains("\"field\":\"Idempotency-Key\""), answer.text());
        }
        assertEquals(50, Gateway.remaining(user));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "PATCH", "ODD"})
    void aMethodThatARouteDoesNotHaveIs405(String method) {
        Routes.with(Tokens.SERVICE)
                .request(method, Routes.CATALOG)
                .then()
                .statusCode(405)
                .body("code", is("METHOD_NOT_ALLOWED"));
    }

    @Test
    void noOtherOriginIsLetIn() {
        for (String path : List.of(Routes.CATALOG, Routes.AUDIT, "/q/health")) {
            for (String method : List.of("GET", "OPTIONS")) {
                RestAssured.given()
                        .header("Origin", "https://evil.example")
                        .header("Access-Control-Request-Method", "PUT")
                        .header("Access-Control-Request-Headers", "authorization")
                        .request(method, path)
                        .then()
                        .header("Access-Control-Allow-Origin", nullValue())
                        .header("Access-Control-Allow-Headers", nullValue());
            }
        }
    }

    /** Slowloris: they hold connections, and nothing else. */
    @Test
    void manyWhoNeverFinishTheirRequestsKeepNobodyFromTheirs() {
        List<RawHttp> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                RawHttp connection = RawHttp.to(RestAssured.port);
                slow.add(connection);
                connection.send(
                        i % 2 == 0
                                ? "GET /internal/v1/catalog HTTP/1.1\r\nHost: a\r\nX-A: "
                                : "POST " + Routes.release("g") + " HTTP/1.1\r\nHost: a\r\n" + MINE
                                        + "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{");
            }
            for (int i = 0; i < 20; i++) {
                assertEquals(50, Gateway.remaining(user));
            }
        } finally {
            slow.forEach(RawHttp::close);
        }
    }

    /** A class, a statement or a place in our code would tell an attacker where to go on. */
    @Test
    void noErrorTellsOfOurInside() {
        List<String> answers = new ArrayList<>();
        for (String body : List.of(
                "", "{", "[]", "\u0000", "{\"userId\":{}}", "{\"userId\":\"';\"}", "{\"subscription\":{\"kind\":1}}")) {
            answers.add(Gateway.hold(Fresh.generation(), body).asString());
            answers.add(Routes.with(Tokens.ADMIN)
                    .body(body)
                    .post(Routes.adjustments(user))
                    .asString());
        }
        for (String path : List.of("/internal/v1/accounts/'", "/internal/v1/accounts/a/entries?limit='", "/q/x", "/")) {
            answers.add(Routes.with(Tokens.SERVICE).get(path).asString());
        }
        for (String answer : answers) {
            assertFalse(Inside.isIn(answer), answer);
        }
    }

    private static Answers post(String headers, String body) {
        return send("POST " + Routes.release(Fresh.generation()) + " HTTP/1.1\r\nHost: a\r\n" + MINE + headers
                + "\r\n\r\n" + body);
    }

    private static Answers send(String text) {
        return RawHttp.exchange(RestAssured.port, text, QUIET);
    }

    private static void refused(Answers answer, int status, String code) {
        assertEquals(status, answer.status(), answer.text());
        assertEquals(1, answer.count(), answer.text());
        assertTrue(answer.text().contains("\"code\":\"" + code + "\""), answer.text());
    }
}
