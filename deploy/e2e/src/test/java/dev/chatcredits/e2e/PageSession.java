package dev.chatcredits.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody who logs in as people do: goes where the gateway sends them and fills in the form of whatever provider is there. */
final class PageSession {

    private static final Pattern ACTION = Pattern.compile("<form[^>]* action=\"([^\"]+)\"");

    private final CookieManager cookies = new LocalCookies();
    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(cookies)
            .followRedirects(HttpClient.Redirect.ALWAYS)
            .build();
    private final URI gateway;

    PageSession(String gateway) {
        this.gateway = URI.create(gateway);
    }

    /** As browsers do it: what is on this machine may have cookies that are for secure connections only. */
    private static final class LocalCookies extends CookieManager {

        LocalCookies() {
            super(null, CookiePolicy.ACCEPT_ALL);
        }

        @Override
        public void put(URI uri, Map<String, List<String>> headers) throws IOException {
            super.put(uri, headers);
            getCookieStore().getCookies().forEach(cookie -> cookie.setSecure(false));
        }
    }

    void logIn(String person) {
        HttpResponse<String> login = send(HttpRequest.newBuilder(gateway.resolve("/login?to=/api-is-next")));
        assertEquals(200, login.statusCode(), login.body());
        assertTrue(!login.uri().getAuthority().equals(gateway.getAuthority()), "at the provider");
        Matcher form = ACTION.matcher(login.body());
        URI action = form.find() ? login.uri().resolve(form.group(1).replace("&amp;", "&")) : login.uri();
        HttpResponse<String> page = send(HttpRequest.newBuilder(action)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("username=" + encoded(person) + "&password=" + encoded(person))));
        assertEquals(gateway.resolve("/api-is-next"), page.uri(), page.body());
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(gateway.resolve(path)));
    }

    HttpResponse<String> post(String path, String json) {
        return send(HttpRequest.newBuilder(gateway.resolve(path))
                .header("Content-Type", "application/json")
                .header("Origin", gateway.toString())
                .POST(BodyPublishers.ofString(json)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
