package dev.chatcredits.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.testing.PlatformPart.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The login of the web page: authorization code with PKCE, a page that offers the demo people and nothing else. */
class OidcLoginTest {
    private static final String VERIFIER = "a-verifier-that-is-long-enough-for-the-standard";
    private static final String CALLBACK = "http://localhost:8080/callback";

    private final String issuer = PlatformPart.shared(Kind.OIDC).issuer();
    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void thePageOffersThePeople() throws Exception {
        var page = get(authorize(CALLBACK, challenge()));
        assertEquals(200, page.statusCode());
        for (var person : new String[] {"alice", "bob", "carol", "admin"}) {
            assertTrue(page.body().contains("value=\"" + person + "\""), page.body());
        }
    }

    @Test
    void claimsThatSomebodyTypesAreNotBelieved() throws Exception {
        var answer = post("/token", tokenForm(codeFor("username=bob&claims=%7B%22pla%22%3A%22u%3Apro_user%22%7D")));
        assertEquals(200, answer.statusCode(), answer.body());
        var access = claims(member("access_token", answer.body()));
        assertTrue(access.contains("\"sub\":\"bob\""), access);
        assertTrue(access.contains("\"aud\":\"chat-gateway\""), access);
        assertTrue(access.contains("u:starter_user"), access);
        assertFalse(access.contains("pro_user"), access);
        assertTrue(claims(member("id_token", answer.body())).contains("\"aud\":\"chat-web\""));
    }

    @Test
    void aRefreshedTokenIsStillThePersons() throws Exception {
        var answer = post("/token", tokenForm(codeFor("username=bob")));
        var refreshed = post(
                "/token",
                form(Map.of(
                        "grant_type", "refresh_token",
                        "client_id", "chat-web",
                        "refresh_token", member("refresh_token", answer.body()))));
        var access = claims(member("access_token", refreshed.body()));
        assertTrue(access.contains("\"sub\":\"bob\"") && access.contains("u:starter_user"), access);
    }

    @Test
    void whoIsUnknownIsRefused() throws Exception {
        assertEquals(
                400, post(authorize(CALLBACK, challenge()), "username=mallory").statusCode());
    }

    @Test
    void aCodeNeedsItsVerifier() throws Exception {
        var stolen = tokenForm(codeFor("username=bob")).replace(VERIFIER, "another-" + VERIFIER);
        assertEquals(400, post("/token", stolen).statusCode());
        assertEquals(400, get(authorize(CALLBACK, "")).statusCode());
    }

    @Test
    void aCodeGoesToThisMachineOnly() throws Exception {
        var elsewhere = authorize("https://elsewhere.example/callback", challenge());
        assertEquals(400, get(elsewhere).statusCode());
        assertEquals(400, post(elsewhere, "username=bob").statusCode());
    }

    @Test
    void theIssuerHasOneNameByWhateverItIsCalled() throws Exception {
        var discovery = get(issuer.replace("localhost", "127.0.0.1") + "/.well-known/openid-configuration");
        assertEquals(issuer, member("issuer", discovery.body()));
    }

    private String codeFor(String form) throws Exception {
        var redirect = post(authorize(CALLBACK, challenge()), form);
        assertEquals(302, redirect.statusCode(), redirect.body());
        var location = redirect.headers().firstValue("location").orElseThrow();
        assertTrue(location.startsWith(CALLBACK) && location.contains("state=remember"), location);
        return location.replaceAll(".*[?&]code=([^&]+).*", "$1");
    }

    private static String tokenForm(String code) {
        return form(Map.of(
                "grant_type", "authorization_code",
                "client_id", "chat-web",
                "code", code,
                "redirect_uri", CALLBACK,
                "code_verifier", VERIFIER));
    }

    private static String authorize(String callback, String challenge) {
        return "/authorize?"
                + form(Map.of(
                        "response_type", "code",
                        "client_id", "chat-web",
                        "scope", "openid",
                        "state", "remember",
                        "redirect_uri", callback))
                + challenge;
    }

    private static String challenge() throws Exception {
        var hash = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
        return "&code_challenge_method=S256&code_challenge="
                + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    }

    private HttpResponse<String> get(String pathOrUrl) throws IOException, InterruptedException {
        var url = pathOrUrl.startsWith("/") ? issuer + pathOrUrl : pathOrUrl;
        return http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String form) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(issuer + path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static String member(String name, String json) {
        return json.replaceAll("(?s).*\"" + name + "\"\\s*:\\s*\"([^\"]+)\".*", "$1");
    }

    private static String claims(String token) {
        var payload = token.substring(token.indexOf('.') + 1, token.lastIndexOf('.'));
        return new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8);
    }
}
