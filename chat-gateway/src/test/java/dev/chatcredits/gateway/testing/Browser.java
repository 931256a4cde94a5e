package dev.chatcredits.gateway.testing;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a browser does at a login: keeps cookies and goes where it is sent, one step at a time. */
public final class Browser {

    private final URI gateway;
    private final Map<String, String> cookies = new LinkedHashMap<>();

    public Browser(URI gateway) {
        this.gateway = gateway;
    }

    /** Logs in and gives the address of the page that this ended at. */
    public String logIn(String person, String path) {
        var authorize = get(path);
        assertEquals(302, authorize.statusCode(), authorize.asString());
        var chosen = chooseAtProvider(authorize.header("Location"), person);
        assertEquals(302, chosen.statusCode(), chosen.asString());
        var done = get(chosen.header("Location"));
        assertEquals(302, done.statusCode(), done.asString());
        var page = get(done.header("Location"));
        assertEquals(303, page.statusCode(), page.asString());
        return page.header("Location");
    }

    /** Somebody who has just logged in. */
    public static Browser of(URI gateway, String person) {
        var browser = new Browser(gateway);
        browser.logIn(person, "/login");
        return browser;
    }

    /** What the provider's login page does when a person is chosen. */
    public Response chooseAtProvider(String authorizeUrl, String person) {
        return given().redirects()
                .follow(false)
                .urlEncodingEnabled(false)
                .formParam("username", person)
                .post(URI.create(authorizeUrl));
    }

    /** A page, or an address that the browser was sent to. */
    public Response get(String address) {
        return kept(request().get(gateway.resolve(address)));
    }

    /** A request of a page of ours. */
    public RequestSpecification own() {
        return request().header("Origin", origin());
    }

    /** A request with the cookies, and nothing that says where it comes from. */
    public RequestSpecification request() {
        return given().redirects().follow(false).urlEncodingEnabled(false).cookies(cookies);
    }

    /** Keeps the cookies of an answer, as a browser does. */
    public Response kept(Response response) {
        response.detailedCookies().forEach(cookie -> {
            if (cookie.getMaxAge() == 0 || cookie.getValue().isEmpty()) {
                cookies.remove(cookie.getName());
            } else {
                cookies.put(cookie.getName(), cookie.getValue());
            }
        });
        return response;
    }

    public String origin() {
        return gateway.getScheme() + "://" + gateway.getAuthority();
    }

    public Map<String, String> cookies() {
        return cookies;
    }
}
