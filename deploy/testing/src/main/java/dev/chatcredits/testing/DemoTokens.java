package dev.chatcredits.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Access tokens of the demo people and services from the local platform's OIDC provider.
 *
 * @param issuer {@link PlatformPart#issuer()}
 */
public record DemoTokens(String issuer) {
    private static final Pattern ACCESS_TOKEN = Pattern.compile("\"access_token\"\\s*:\\s*\"([^\"]+)\"");

    /** Of alice (pro_user), bob (starter_user), carol (no plan) or admin, for the gateway. */
    public String person(String name) {
        return token("grant_type=password&client_id=chat-web&username=" + name + "&password=" + name);
    }

    /** Of the gateway, for the internal routes of the credit service. */
    public String service() {
        return token("grant_type=client_credentials&client_id=chat-gateway&client_secret=chat-gateway");
    }

    /** For the admin routes of the credit service. */
    public String admin() {
        return token("grant_type=client_credentials&client_id=credit-admin&client_secret=credit-admin");
    }

    private String token(String form) {
        var request = HttpRequest.newBuilder(URI.create(issuer + "/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .timeout(Duration.ofSeconds(10))
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            var answer =
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body();
            var token = ACCESS_TOKEN.matcher(answer);
            if (!token.find()) {
                throw new IllegalStateException("no token: " + answer);
            }
            return token.group(1);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
