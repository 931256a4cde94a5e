package dev.chatcredits.gateway.identity;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.gateway.testing.Browser;
import dev.chatcredits.gateway.testing.Chat;
import dev.chatcredits.gateway.testing.CreditPlatform;
import dev.chatcredits.testing.DemoTokens;
import dev.chatcredits.testing.PlatformPart;
import dev.chatcredits.testing.RawHttp;
import dev.chatcredits.testing.TableOfRoutes;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the cookie of a session is good for, and what not: attacks from other sites, and mixed proofs. */
@QuarkusTest
@WithTestResource(value = CreditPlatform.class, initArgs = @ResourceArg(name = CreditPlatform.LOGIN, value = ""))
@SuppressWarnings("NullAway.Init") // Injected by Quarkus and by CreditPlatform.
class SessionTest {

    private static final String QUESTION =
            "{\"model\": \"x-ai/grok-4.1-fast\", \"messages\": [{\"role\": \"user\", \"content\": \"hello\"}]}";

    private static final TableOfRoutes TABLE = TableOfRoutes.read(Path.of("src/test/resources/authorization.md"));

    /** All routes on which a session counts. */
    private static final List<String> API = TABLE.rows().stream()
            .filter(row -> row.path().startsWith("/api/"))
            .map(row -> row.method() + " " + row.path().replace("{id}", "pages"))
            .toList();

    /** Those that another site's page must not be able to use. */
    private static final List<String> WRITES = TABLE.rows().stream()
            .filter(row -> !row.method().equals("GET") && !row.path().startsWith("/v1/"))
            .map(row -> row.method() + " " + row.path().replace("{id}", "pages"))
            .toList();

    @TestHTTPResource
    URI gateway;

    PlatformPart people;

    @Test
    void aPageOfOursChatsAndBuysByItsSession() {
        var alice = Browser.of(gateway, "alice");
        alice.own()
                .contentType("application/json")
                .body(QUESTION)
                .post("/api/chat")
                .then()
                .statusCode(200);
        alice.request()
                .header("Sec-Fetch-Site", "same-origin")
                .contentType("application/json")
                .body("{\"planId\": \"pro_user\"}")
                .post("/api/checkout")
                .then()
                .statusCode(200)
                .body("planId", equalTo("pro_user"));
        alice.request().get("/api/me").then().statusCode(200).body("name", equalTo("alice"));
    }

    /** Cross-site request forgery: what another site's page, or whatever doesn't say where it comes from, can make a browser send. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -",
                "-, https://evil.example",
                "-, null",
                "-, http://HOST.evil.example",
                "-, http://evil.example/HOST",
                "-, http://localhost",
                "-, HOST",
                "cross-site, http://HOST",
                "same-site, http://HOST",
                "none, http://HOST",
                "cross-site, -",
                "same-site, -",
                "none, -",
                "'', -"
            })
    void anotherSitesPageWritesNothingByTheCookie(String site, String origin) {
        var alice = Browser.of(gateway, "alice");
        var before = history(alice);
        for (var route : WRITES) {
            var request = alice.request().contentType("application/json").body(QUESTION);
            if (site != null) {
                request.header("Sec-Fetch-Site", site);
            }
            if (origin != null) {
                request.header("Origin", origin.replace("HOST", gateway.getAuthority()));
            }
            knock(route, request).then().statusCode(403).body("code", equalTo("FORBIDDEN"));
        }
        assertEquals(before, history(alice));
    }

    /** What a form of another site can send without asking first (CORS). */
    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "none"})
    void aBodyThatIsNotJsonIsRefused(String type) {
        var alice = Browser.of(gateway, "alice");
        for (var route : WRITES) {
            if (route.endsWith(" /logout")) {
                continue;
            }
            var request = alice.own();
            if (!type.equals("none")) {
                request.config(RestAssuredConfig.config()
                                .encoderConfig(EncoderConfig.encoderConfig()
                                        .encodeContentTypeAs(type.replaceFirst(";.*", ""), ContentType.TEXT)))
                        .header("Content-Type", type)
                        .body(QUESTION);
            }
            knock(route, request).then().statusCode(415).body("code", equalTo("UNSUPPORTED_MEDIA_TYPE"));
        }
    }

    @Test
    void anAuthorizationHeaderWinsEvenABadOne() {
        var alice = Browser.of(gateway, "alice");
        for (var bad : List.of("Bearer nonsense", "Bearer", "Basic YTpi", "", "Bearer " + idTokenLike())) {
            for (var route : API) {
                send(route, alice.own().header("Authorization", bad)).then().statusCode(401);
            }
        }
        var carol = new DemoTokens(people.issuer()).person("carol");
        alice.request()
                .header("Authorization", "Bearer " + carol)
                .get("/api/credits")
                .then()
                .statusCode(200)
                .body("userId", equalTo("carol"));
    }

    /** Behind a proxy the requests of many people come over one. */
    @Test
    void aConnectionRemembersNobody() {
        var cookies = Browser.of(gateway, "bob").cookies().entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        var carol = new DemoTokens(people.issuer()).person("carol");
        try (var connection = RawHttp.to(gateway.getPort())) {
            for (var round = 0; round < 3; round++) {
                isTold(connection, "Authorization: Bearer " + carol + "\r\n", 200, "\"userId\":\"carol\"");
                isTold(connection, "Cookie: " + cookies + "\r\n", 200, "\"userId\":\"bob\"");
                isTold(connection, "", 401, "UNAUTHENTICATED");
            }
        }
    }

    private static void isTold(RawHttp connection, String proof, int status, String what) {
        connection.send("GET /api/me HTTP/1.1\r\nHost: a\r\n" + proof + "\r\n");
        var answer = connection.read(text -> text.endsWith("}"));
        assertEquals(status, answer.status(), answer.text());
        assertTrue(answer.text().contains(what), answer.text());
    }

    @Test
    void aBearerNeedsNoOrigin() {
        var carol = new Chat(new DemoTokens(people.issuer()).person("carol"));
        carol.ask("x-ai/grok-4.1-fast", "hello").then().statusCode(402);
    }

    /** Quarkus would choose the OIDC client by a part of the path. */
    @Test
    void noPartOfThePathSaysWhatProvesWhoCalls() {
        new Chat(new DemoTokens(people.issuer()).person("carol"))
                .request()
                .get("/api/generations/pages")
                .then()
                .statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/models",
                "POST /v1/chat/completions",
                "GET /api/../v1/models",
                "GET /api/%2e%2e/v1/models",
                "GET //v1/models",
                "GET /v1/./models",
                "GET /api//../v1/models"
            })
    void theOpenAiRoutesDoNotKnowSessions(String route) {
        var alice = Browser.of(gateway, "alice");
        var status = send(route, alice.own()).statusCode();
        assertEquals(true, status == 401 || status == 404, route + " answers " + status);
    }

    @Test
    void theApiNeverSendsAnybodyToTheProvider() {
        var alice = Browser.of(gateway, "alice");
        var session = alice.cookies().entrySet().iterator().next();
        var state = new Browser(gateway);
        var authorize = state.get("/login").header("Location");
        var code = state.chooseAtProvider(authorize, "bob").header("Location").replaceFirst("^.*\\?", "?");
        for (var route : API) {
            refused(send(route, given().redirects().follow(false)));
            for (var bad :
                    List.of("", "nonsense", "a.b.c.d.e", session.getValue() + "x", flipped(session.getValue()))) {
                refused(send(
                        route,
                        given().redirects()
                                .follow(false)
                                .header("Sec-Fetch-Site", "same-origin")
                                .cookies(Map.of(session.getKey(), bad))));
            }
            refused(send(
                    route,
                    given().redirects()
                            .follow(false)
                            .header("Sec-Fetch-Site", "same-origin")
                            .cookies(Map.of("q_session_pages_chunk_1", "nonsense"))));
        }
        refused(state.get("/api/credits" + code));
    }

    /** Valid in form, of our provider, but for somebody else than us. */
    private String idTokenLike() {
        return new DemoTokens(people.issuer()).service();
    }

    private static String flipped(String value) {
        var middle = value.length() / 2;
        return value.substring(0, middle) + (value.charAt(middle) == 'A' ? 'B' : 'A') + value.substring(middle + 1);
    }

    private static List<Object> history(Browser browser) {
        return browser.get("/api/credits/history").jsonPath().getList("entries");
    }

    private static Response send(String route, RequestSpecification request) {
        if (!route.startsWith("GET ")) {
            request.contentType("application/json").body("{}");
        }
        return knock(route, request);
    }

    private static Response knock(String route, RequestSpecification request) {
        var parts = route.split(" ", 2);
        return request.request(parts[0], parts[1]);
    }

    private static void refused(Response response) {
        response.then().statusCode(401).header("Location", nullValue()).body("code", equalTo("UNAUTHENTICATED"));
    }
}
