package dev.chatcredits.gateway.identity;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.chatcredits.gateway.provider.ProviderServer;
import dev.chatcredits.gateway.testing.Chat;
import dev.chatcredits.gateway.testing.CreditPlatform;
import dev.chatcredits.gateway.testing.Tokens;
import dev.chatcredits.testing.DemoTokens;
import dev.chatcredits.testing.TableOfRoutes;
import dev.chatcredits.testing.TableOfRoutes.Case;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each route with each kind of caller, as {@code authorization.md} says. Another kind of caller is another column there and a line in
 * {@link #send}; a new route that has no row fails the test of completeness.
 *
 * <p>Lesson bifrost#2873, LibreChat#2105: no route and no kind of chat goes around the check of credits.
 */
@QuarkusTest
@WithTestResource(CreditPlatform.class)
@SuppressWarnings("NullAway.Init") // Injected by CreditPlatform and Quarkus.
class AuthorizationTest {

    private static final TableOfRoutes TABLE =
            TableOfRoutes.read(java.nio.file.Path.of("src/test/resources/authorization.md"));

    private static final String OWNER = Tokens.newUser();
    private static final String QUESTION =
            "{\"model\":\"x-ai/grok-4.1-fast\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    /** What is sent, by the words of the table. */
    private static final Map<String, String> BODIES = Map.of(
            "a question",
            QUESTION,
            "a streamed question",
            QUESTION.replaceFirst("\\{", "{\"stream\":true,"),
            "a plan, none being sold",
            "{\"planId\":\"pro_user\"}");

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static String generation = "";

    private final Chat owner = new Chat(Tokens.of(OWNER, "pro_user"));

    ProviderServer provider;
    ProviderServer secondProvider;

    @TestHTTPResource
    URI gateway;

    static Stream<Case> cases() {
        return TABLE.cases();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyCallerGetsWhatTheTableSays(Case it) throws Exception {
        if (generation.isEmpty()) {
            generation = owner.ask("x-ai/grok-4.1-fast", "Hi").header("X-Generation-Id");
            Chat.await("charged", () -> owner.balance().path("used").asLong() == 1);
        }
        var before = traces(it);
        var answer = send(it);
        // Streams have no end.
        try (var body = answer.body()) {
            assertEquals(it.status(), answer.statusCode());
            assertEquals(
                    "nosniff",
                    answer.headers().firstValue("X-Content-Type-Options").orElse("none"));
            if (it.status() >= 400) {
                var text = new String(body.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
                assertTrue(text.contains("\"code\":\""), text);
                assertFalse(text.contains(OWNER), text);
                assertEquals(before, traces(it), "a refusal leaves everything as it was");
            }
        }
    }

    /** What a refused request must not change; whose balance it is that could. */
    private String traces(Case it) {
        if (it.status() < 400 || it.row().method().equals("GET")) {
            return "";
        }
        var balance = owner.balance();
        return "used " + balance.path("used") + ", held " + balance.path("held") + ", total " + balance.path("total")
                + ", calls " + provider.calls().size() + ", of the second "
                + secondProvider.calls().size();
    }

    @Test
    void everyRouteIsInTheTable() {
        var described = new TreeSet<String>();
        given().get("/q/openapi?format=json")
                .as(JsonNode.class)
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(method ->
                                described.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));
        var written = new TreeSet<String>();
        for (var type : new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.chatcredits.gateway")) {
            type.getMethods().forEach(method -> written.addAll(routes(type, method)));
        }
        assertEquals(Set.of(), without(described, TABLE.routes()), "described and not in the table");
        assertEquals(Set.of(), without(written, TABLE.routes()), "written and not in the table");
        assertEquals(
                Set.of(),
                without(
                        TABLE.routes().stream()
                                .filter(route -> !route.contains(" /q/"))
                                .toList(),
                        written),
                "in the table and nowhere else");
    }

    /** What everyone can read holds no name, no token, no key, no prompt and no address of another machine. */
    @Test
    void whatIsPublicTellsNumbersAndNoNames() {
        var user = Tokens.newUser();
        var token = Tokens.of(user, "pro_user");
        new Chat(token).ask("x-ai/grok-4.1-fast", "canary-in-a-prompt").then().statusCode(200);
        new Chat(token).request().get("/api/generations/canary-in-a-path");
        new Chat(token).request().get("/api/canary-in-a-path");
        for (var path : new String[] {"/q/health", "/q/metrics", "/q/openapi"}) {
            var text = given().get(path).asString();
            for (var secret :
                    new String[] {user, user.substring(5), "canary", "chat-gateway-secret", "eyJ", "127.0.0.1:"}) {
                assertFalse(text.contains(secret), secret + " in " + path);
            }
        }
    }

    /** Methods that nobody knows are one series of the metrics, not a new one each. */
    @Test
    void nobodyCanMakeTheMetricsGrow() {
        var before = given().get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("http_server"))
                .count();
        for (var i = 0; i < 40; i++) {
            given().request("ODD" + i, "/api/credits");
            given().get("/odd/" + i);
            given().get("/api/generations/odd" + i);
        }
        var after = given().get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("http_server"))
                .count();
        assertTrue(after - before < 40, "from " + before + " to " + after);
    }

    private HttpResponse<InputStream> send(Case it) throws Exception {
        var row = it.row();
        var body = BODIES.get(row.with());
        var request = HttpRequest.newBuilder(gateway.resolve(row.path().replace("{id}", generation)))
                .method(row.method(), body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        switch (it.caller()) {
            case "nobody" -> {}
            case "expired" -> as(request, Tokens.sign(expired()));
            case "service" -> as(request, new DemoTokens(Tokens.ISSUER).service());
            case "admin" -> as(request, new DemoTokens(Tokens.ISSUER).admin());
            case "owner" -> as(request, Tokens.of(OWNER, "pro_user"));
            case "other" -> as(request, Tokens.of(Tokens.newUser(), "pro_user"));
            case "no plan" -> as(request, Tokens.without(Tokens.newUser()));
            case "office" ->
                as(request, Tokens.sign(Tokens.claims(Tokens.newUser()).groups("credits-admin")));
            default -> throw new IllegalArgumentException("nobody knows how to be " + it.caller());
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    private static void as(HttpRequest.Builder request, String token) {
        request.header("Authorization", "Bearer " + token);
    }

    private static io.smallrye.jwt.build.JwtClaimsBuilder expired() {
        var end = Instant.now().minusSeconds(120);
        return Tokens.claims(OWNER)
                .issuedAt(end.minusSeconds(600))
                .expiresAt(end)
                .claim("pla", "u:pro_user");
    }

    private static Set<String> routes(JavaClass type, JavaMethod method) {
        var routes = new TreeSet<String>();
        for (var annotation : method.getAnnotations()) {
            if (annotation.getRawType().isAnnotatedWith(HttpMethod.class)) {
                var verb = annotation
                        .getRawType()
                        .getAnnotationOfType(HttpMethod.class)
                        .value();
                routes.add(verb + " " + path(type) + path(method));
            }
        }
        return routes;
    }

    private static String path(com.tngtech.archunit.core.domain.properties.HasAnnotations<?> element) {
        if (!element.isAnnotatedWith(Path.class)) {
            return "";
        }
        var path = element.getAnnotationOfType(Path.class).value().replaceFirst("/$", "");
        return path.isEmpty() || path.startsWith("/") ? path : "/" + path;
    }

    private static Set<String> without(java.util.Collection<String> all, Set<String> some) {
        var rest = new TreeSet<>(all);
        rest.removeAll(some);
        return rest;
    }
}
