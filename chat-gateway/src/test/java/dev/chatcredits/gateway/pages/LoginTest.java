package dev.chatcredits.gateway.pages;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.gateway.testing.Browser;
import dev.chatcredits.gateway.testing.Chat;
import dev.chatcredits.gateway.testing.CreditPlatform;
import dev.chatcredits.testing.DemoTokens;
import dev.chatcredits.testing.PlatformPart;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Cookie;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logging in and out of the pages: authorization code with PKCE, and a cookie that tells the browser nothing. */
@QuarkusTest
@WithTestResource(value = CreditPlatform.class, initArgs = @ResourceArg(name = CreditPlatform.LOGIN, value = ""))
@SuppressWarnings("NullAway.Init") // Injected by Quarkus and by CreditPlatform.
class LoginTest {

    @TestHTTPResource
    URI gateway;

    PlatformPart people;

    @Test
    void loginIsByCodeWithPkceAndNonce() {
        var browser = new Browser(gateway);
        var authorize = browser.get("/login").then().statusCode(302).extract().header("Location");
        assertTrue(authorize.startsWith(people.issuer() + "/authorize?"), authorize);
        for (var part : new String[] {
            "response_type=code",
            "client_id=chat-web",
            "code_challenge_method=S256",
            "code_challenge=",
            "nonce=",
            "state="
        }) {
            assertTrue(authorize.contains(part), authorize);
        }
        assertTrue(
                authorize.contains(
                        "redirect_uri=" + browser.origin().replace(":", "%3A").replace("/", "%2F") + "%2Flogin%2Fdone"),
                authorize);
    }

    @Test
    void theSessionIsACookieThatScriptsCannotReadAndNobodyCanDecode() {
        var browser = new Browser(gateway);
        var authorize = browser.get("/login?to=/pricing").header("Location");
        var code = browser.chooseAtProvider(authorize, "bob").header("Location");
        var done = browser.get(code);
        var session = done.detailedCookies().asList().stream()
                .filter(cookie -> cookie.getName().startsWith("q_session"))
                .toList();
        assertFalse(session.isEmpty());
        for (Cookie cookie : session) {
            assertTrue(cookie.isHttpOnly(), cookie::toString);
            assertEquals("Lax", cookie.getSameSite());
            assertEquals("/", cookie.getPath());
            assertTrue(cookie.getMaxAge() > 3600, cookie::toString);
        }
        var value = session.stream().map(Cookie::getValue).collect(Collectors.joining());
        for (var part : value.split("\\.", -1)) {
            var decoded = new String(Base64.getUrlDecoder().decode(part), StandardCharsets.ISO_8859_1);
            assertFalse(decoded.contains("bob") || decoded.contains("\"sub\"") || decoded.contains("eyJ"), decoded);
        }
        assertFalse(done.asString().contains("eyJ") || done.header("Location").contains("eyJ"), "a token for scripts");
        assertTrue(
                browser.cookies().keySet().stream().noneMatch(name -> name.startsWith("q_auth")), "state is done with");
    }

    @ParameterizedTest
    @CsvSource({
        "/login?to=/pricing, /pricing",
        "/login?to=/usage, /usage",
        "/login, /",
        "/login?to=/docs/a_page.html, /docs/a_page.html",
        "/login?to=%2Fwiki%2F%3Fpage%3D5%26x%3Dy, /wiki/?page=5&x=y",
        "/login?to=/.hidden, /",
        "/login?to=/x?y//evil.example, /",
        "/login?to=//evil.example, /",
        "/login?to=/%5Cevil.example, /",
        "/login?to=https://evil.example, /",
        "/login?to=/..//evil.example, /",
        "/login?to=javascript:alert(1), /",
        "/login?to=/pricing%0d%0aSet-Cookie:x=y, /"
    })
    void loginEndsAtThePageThatWasAskedForAndNowhereElse(String asked, String page) {
        assertEquals(gateway.resolve(page), gateway.resolve(new Browser(gateway).logIn("bob", asked)));
    }

    @Test
    void whatTheSessionsAccessTokenSaysIsBelieved() {
        Browser.of(gateway, "bob")
                .get("/api/credits")
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("userId", equalTo("bob"))
                .body("planId", equalTo("starter_user"));
        Browser.of(gateway, "alice").get("/api/credits").then().body("userId", equalTo("alice"));
    }

    @Test
    void bearersAreBelievedAsBefore() {
        var carol = new Chat(new DemoTokens(people.issuer()).person("carol"));
        assertEquals("carol", carol.balance().path("userId").asText());
    }

    @Test
    void aCodeThatIsUsedTwiceOrByAnotherBrowserGivesNoSession() {
        var browser = new Browser(gateway);
        var authorize = browser.get("/login").header("Location");
        var code = browser.chooseAtProvider(authorize, "bob").header("Location");
        var thief = new Browser(gateway);
        thief.get(code);
        thief.get("/login");
        thief.get(code);
        thief.get("/api/credits").then().statusCode(401);
        var state = browser.cookies().entrySet().iterator().next();
        browser.get(code).then().statusCode(302);
        var again = new Browser(gateway);
        again.cookies().put(state.getKey(), state.getValue());
        // What is wrong with it isn't told: whoever came here by accident is told to try again.
        again.get(code).then().statusCode(303).header("Location", equalTo("/?login=failed"));
        again.get("/api/credits").then().statusCode(401);
    }

    @Test
    void whoTurnsBackAtTheProviderIsToldOnThePage() {
        var browser = new Browser(gateway);
        var authorize = browser.get("/login").header("Location");
        var state = authorize.replaceAll(".*[?&]state=([^&]+).*", "$1");
        var failed = browser.get("/login/done?state=" + state + "&error=access_denied&error_description=%3Cscript%3E");
        browser.get(failed.then().statusCode(302).extract().header("Location"))
                .then()
                .statusCode(303)
                .header("Location", equalTo(browser.origin() + "/?login=failed"));
    }

    /** Whoever has a neighbouring domain can set one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "q_session_pages_chunk_x=1",
                "q_session_pages_chunk_=1",
                "q_session_pages_chunk_99999999999=1",
                "q_session_pages_chunk_-1=1",
                "q_auth_pages_S=|",
                "q_auth_pages_S="
            })
    void aCookieThatOnlyLooksLikeOursLocksNobodyOut(String odd) {
        given().header("Cookie", odd).get("/api/me").then().statusCode(401).body("code", equalTo("UNAUTHENTICATED"));
        var login = given().redirects()
                .follow(false)
                .header("Cookie", odd)
                .get("/login")
                .then()
                .statusCode(302)
                .extract()
                .header("Location");
        assertTrue(login.startsWith(people.issuer() + "/authorize?"), login);
        var alice = Browser.of(gateway, "alice").cookies().entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        given().header("Cookie", odd + "; " + alice)
                .get("/api/me")
                .then()
                .statusCode(200)
                .body("userId", equalTo("alice"));
    }

    @Test
    void logoutEndsTheSessionHereAndAtTheProvider() {
        var browser = Browser.of(gateway, "bob");
        var out = browser.kept(browser.own().post("/logout"));
        out.then()
                .statusCode(302)
                .header("Location", startsWith(people.issuer() + "/endsession?"))
                .header("Location", containsString("post_logout_redirect_uri="));
        browser.get("/api/credits").then().statusCode(401);
        assertTrue(browser.cookies().keySet().stream().noneMatch(name -> name.startsWith("q_session")));
        browser.own().post("/logout").then().statusCode(303).header("Location", equalTo(browser.origin() + "/"));
    }

    @Test
    void aLinkDoesNotLogAnybodyOut() {
        var browser = Browser.of(gateway, "bob");
        browser.request().post("/logout").then().statusCode(403);
        browser.request()
                .header("Sec-Fetch-Site", "cross-site")
                .post("/logout")
                .then()
                .statusCode(403);
        browser.get("/api/credits").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/pricing",
                "/usage",
                "/example",
                "/ai-sidebar.js",
                "/login/failed",
                "/no-such-page",
                "/logout"
            })
    void pagesRunTheirOwnScriptsOnlyAndAreFramedByNobody(String page) {
        new Browser(gateway)
                .get(page)
                .then()
                .header("Content-Security-Policy", containsString("default-src 'none'"))
                .header("Content-Security-Policy", containsString("script-src 'self';"))
                .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
                .header("Content-Security-Policy", containsString("form-action 'self' " + origin(people.issuer())))
                .header("Content-Security-Policy", not(containsString("unsafe")))
                .header("X-Content-Type-Options", equalTo("nosniff"))
                .header("Cache-Control", equalTo("no-cache"))
                .header("Referrer-Policy", equalTo("same-origin"))
                .header("Cross-Origin-Opener-Policy", equalTo("same-origin"))
                .header("Cross-Origin-Resource-Policy", equalTo("same-origin"))
                .header("Permissions-Policy", containsString("camera=()"));
    }

    /** Other pages name it by an address that stays; what they get changes its name with its content. */
    @Test
    void theSidebarHasAnAddressThatStays() {
        var browser = new Browser(gateway);
        var file = browser.get("/ai-sidebar.js")
                .then()
                .statusCode(302)
                .header("Location", matchesPattern("/static/bundle/sidebar-[A-Z0-9]+\\.js"))
                .extract()
                .header("Location");
        browser.get(file).then().statusCode(200).body(containsString("ai-sidebar"));
        browser.get("/example").then().statusCode(200).body(containsString("<ai-sidebar>"));
    }

    private static String origin(String url) {
        return url.replaceAll("(https?://[^/]+)/.*", "$1");
    }
}
