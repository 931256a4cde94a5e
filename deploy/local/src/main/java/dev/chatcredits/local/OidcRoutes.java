package dev.chatcredits.local;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import kotlin.jvm.functions.Function1;
import no.nav.security.mock.oauth2.http.OAuth2HttpRequest;
import no.nav.security.mock.oauth2.http.OAuth2HttpResponse;
import no.nav.security.mock.oauth2.http.Route;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** The routes of the issuer {@code demo} in front of the library's: the login and the list of keys are ours, the rest passes through. */
final class OidcRoutes implements Function1<OAuth2HttpRequest, OAuth2HttpResponse> {
    private static final Set<String> PASSED_ON = Set.of(
            "GET /demo/.well-known/openid-configuration",
            "POST /demo/token",
            "GET /demo/userinfo",
            "POST /demo/revoke",
            "GET /demo/endsession",
            "POST /demo/endsession");

    private final Route library;
    private final SigningKey keys;
    private final String host;

    OidcRoutes(Route library, SigningKey keys, int port) {
        this.library = library;
        this.keys = keys;
        this.host = "localhost:" + port;
    }

    @Override
    public OAuth2HttpResponse invoke(OAuth2HttpRequest request) {
        var route = request.getMethod() + " " + request.getOriginalUrl().encodedPath();
        return switch (route) {
            case "GET /demo/authorize" -> askForPerson(request);
            case "POST /demo/authorize" -> logIn(request);
            // The library knows of one key only, and there are two while they are rotated.
            case "GET /demo/jwks" -> answer(200, "application/json", keys.published());
            case String known when PASSED_ON.contains(known) -> library.invoke(named(request, request.getBody()));
            default -> answer(404, "text/plain", "Not found: " + route);
        };
    }

    private static OAuth2HttpResponse askForPerson(OAuth2HttpRequest request) {
        var problem = problem(request.getOriginalUrl());
        return problem == null ? answer(200, "text/html", LoginPage.html()) : answer(400, "text/plain", problem);
    }

    /** The person's claims are put in here, whatever the form says. */
    private OAuth2HttpResponse logIn(OAuth2HttpRequest request) {
        var problem = problem(request.getOriginalUrl());
        if (problem != null) {
            return answer(400, "text/plain", problem);
        }
        var username = request.getFormParameters().get("username");
        var person = DemoPerson.of(username == null ? "" : username);
        if (person.isEmpty()) {
            return answer(400, "text/plain", "No such person: " + username);
        }
        var claims = JSONObjectUtils.toJSONString(person.get().claims());
        return library.invoke(named(
                request,
                "username=" + person.get().username() + "&claims="
                        + URLEncoder.encode(claims, StandardCharsets.UTF_8)));
    }

    /** Codes go to this machine only and need a verifier (PKCE), for the client has no secret. */
    private static @Nullable String problem(HttpUrl url) {
        if (!DemoTokens.WEB_CLIENT.equals(url.queryParameter("client_id"))) {
            return "client_id is not " + DemoTokens.WEB_CLIENT;
        }
        var redirect = HttpUrl.parse(url.queryParameter("redirect_uri") + "");
        if (redirect == null || !Set.of("localhost", "127.0.0.1").contains(redirect.host())) {
            return "redirect_uri is not on localhost";
        }
        return "S256".equals(url.queryParameter("code_challenge_method"))
                        && url.queryParameter("code_challenge") != null
                ? null
                : "code_challenge with code_challenge_method S256 is missing";
    }

    /** The library takes the issuer's name from the request's; ours is always the same, by whatever name it was called. */
    private OAuth2HttpRequest named(OAuth2HttpRequest request, @Nullable String body) {
        var headers = request.getHeaders().newBuilder();
        request.getHeaders().names().stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).startsWith("x-forwarded-"))
                .forEach(headers::removeAll);
        var url = HttpUrl.get("http://" + host)
                .newBuilder()
                .encodedPath(request.getOriginalUrl().encodedPath())
                .encodedQuery(request.getOriginalUrl().encodedQuery())
                .build();
        return new OAuth2HttpRequest(headers.set("Host", host).build(), request.getMethod(), url, body);
    }

    private static OAuth2HttpResponse answer(int status, String type, String body) {
        return new OAuth2HttpResponse(
                Headers.of("Content-Type", type + "; charset=utf-8", "Cache-Control", "no-store"), status, body, null);
    }
}
