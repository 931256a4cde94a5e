package dev.chatcredits.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Access tokens of the demo people and services from the local platform's OIDC provider, the small one or Keycloak.
 *
 * @param issuer {@link PlatformPart#issuer()}, or Keycloak's
 */
public record DemoTokens(String issuer) {
    /** Of alice (pro_user), bob (starter_user), carol (no plan) or admin, for the gateway. */
    public String person(String name) {
        return token("access_token", login(name));
    }

    /** The ID token beside {@link #person}, which tells a page who has logged in. */
    public String id(String name) {
        return token("id_token", login(name));
    }

    /** Of the gateway, for the internal routes of the credit service. */
    public String service() {
        return token(
                "access_token",
                "grant_type=client_credentials&client_id=chat-gateway&client_secret=chat-gateway-secret");
    }

    /** For the admin routes of the credit service. */
    public String admin() {
        return token(
                "access_token",
                "grant_type=client_credentials&client_id=credit-admin&client_secret=credit-admin-secret");
    }

    private static String login(String name) {
        return "grant_type=password&client_id=chat-web&scope=openid&username=" + name + "&password=" + name;
    }

    private String token(String kind, String form) {
        var configuration = send(HttpRequest.newBuilder(URI.create(issuer + "/.well-known/openid-configuration")));
        var endpoint = URI.create(member("token_endpoint", configuration));
        return member(
                kind,
                send(HttpRequest.newBuilder(endpoint)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))));
    }

    private static String send(HttpRequest.Builder request) {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request.timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String member(String name, String json) {
        var member = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]+)\"").matcher(json);
        if (!member.find()) {
            throw new IllegalStateException("no " + name + ": " + json);
        }
        return member.group(1);
    }
}
