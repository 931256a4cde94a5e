package dev.chatcredits.credit.account;

import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.properties.HasAnnotations;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.chatcredits.credit.support.Fresh;
import dev.chatcredits.credit.support.Gateway;
import dev.chatcredits.credit.support.RealParts;
import dev.chatcredits.credit.support.Routes;
import dev.chatcredits.credit.support.Tokens;
import dev.chatcredits.testing.TableOfRoutes;
import dev.chatcredits.testing.TableOfRoutes.Case;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.ws.rs.HttpMethod;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Credits change only for those who may change them: each route with each kind of caller, as {@code authorization.md} says. */
@QuarkusTest
@TestProfile(RealParts.class)
class CallersTest {

    private static final TableOfRoutes TABLE = TableOfRoutes.read(Path.of("src/test/resources/authorization.md"));

    private static final String SUBSCRIPTION = "{\"planId\":\"pro_user\",\"asOf\":\"2026-01-01T00:00:00Z\"}";

    /** What is sent, by the words of the table; USER is somebody with a plan. */
    private static final Map<String, String> BODIES = Map.of(
            "a hold",
            "{\"userId\":\"USER\",\"modelId\":\"x-ai/grok-4.1-fast\",\"subscription\":" + SUBSCRIPTION + "}",
            "a generation",
            "{\"userId\":\"USER\",\"modelId\":\"x-ai/grok-4.1-fast\"}",
            "a TOKEN proof",
            SUBSCRIPTION,
            "a BILLING proof",
            SUBSCRIPTION.replace("}", ",\"kind\":\"BILLING\"}"),
            "a kindness",
            "{\"credits\":1,\"reason\":\"kindness\"}",
            "a reason",
            "{\"reason\":\"kindness\"}");

    private static Stream<Case> cases() {
        return TABLE.cases();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyCallerGetsWhatTheTableSays(Case it) {
        boolean ours = !it.row().path().startsWith("/q/");
        String user = ours ? Gateway.userWith(Gateway.PRO) : Fresh.user();
        String generation = Fresh.generation();
        boolean held = ours
                && it.row().path().contains("{generationId}")
                && !it.row().with().equals("a hold");
        if (held) {
            Gateway.hold(user, generation, Gateway.GROK).then().statusCode(201);
        }
        Response answer = knock(it, user, generation);
        answer.then().statusCode(it.status());
        if (it.status() >= 400) {
            answer.then().contentType("application/problem+json").body("status", is(it.status()));
            assertEquals(code(it.status()), answer.path("code"));
        }
        if (it.status() == 401 || it.status() == 403) {
            JsonPath balance = Gateway.balance(user);
            assertEquals(50, balance.getInt("total"));
            assertEquals(0, balance.getInt("used"));
            assertEquals(held ? 1 : 0, balance.getInt("held"));
        }
    }

    @Test
    void everyRouteIsInTheTable() {
        Set<String> described = new TreeSet<>();
        RestAssured.get("/q/openapi?format=json")
                .as(JsonNode.class)
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(verb -> described.add(verb.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        Set<String> written = new TreeSet<>();
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.chatcredits.credit")
                .forEach(type -> type.getMethods().forEach(method -> written.addAll(routes(path(type), method))));
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

    /** As a generated client has it: an answer without a schema has nothing in it. */
    @Test
    void everyAnswerIsDescribedWithWhatIsInIt() {
        Set<String> empty = new TreeSet<>();
        RestAssured.get("/q/openapi?format=json")
                .as(JsonNode.class)
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> operation.getValue().path("responses").properties().stream()
                                .filter(answer ->
                                        answer.getValue().findPath("schema").isMissingNode())
                                .forEach(answer ->
                                        empty.add(operation.getKey() + " " + path.getKey() + " " + answer.getKey()))));
        assertEquals(Set.of(), empty);
    }

    @Test
    void aTokenIsLookedAtBeforeTheBody() {
        Routes.anonymous().body("{").put(Routes.hold(Fresh.generation())).then().statusCode(401);
        Routes.with(Tokens.ADMIN)
                .body("{")
                .put(Routes.hold(Fresh.generation()))
                .then()
                .statusCode(403);
    }

    /** RFC 6750, 2.3, allows it and warns of it: addresses are in logs. */
    @Test
    void aTokenInTheAddressIsNone() {
        TABLE.cases()
                .filter(it -> it.caller().equals("nobody") && it.status() == 401)
                .forEach(it -> {
                    String user = Gateway.userWith(Gateway.PRO);
                    for (String token : List.of(Tokens.SERVICE, Tokens.ADMIN)) {
                        caller(it.row(), user)
                                .queryParam("access_token", token)
                                .queryParam("userId", user)
                                .request(
                                        it.row().method(),
                                        it.row()
                                                .path()
                                                .replace("{userId}", user)
                                                .replace("{generationId}", Fresh.generation()))
                                .then()
                                .statusCode(401);
                    }
                    assertEquals(50, Gateway.remaining(user));
                });
    }

    /** What everyone can read holds no name, no token, no password and no address of another machine. */
    @Test
    void whatIsPublicTellsNumbersAndNoNames() {
        String user = Gateway.userWith(Gateway.PRO);
        String generation = Fresh.generation();
        Gateway.hold(user, generation, Gateway.GPT).then().statusCode(201);
        Routes.anonymous().get(Routes.account("canary-in-a-path"));
        Routes.with(Tokens.SERVICE).get("/internal/canary-in-a-path");
        for (String path : new String[] {"/q/health", "/q/metrics", "/q/openapi"}) {
            String text = RestAssured.get(path).asString();
            for (String secret : new String[] {user, generation, "canary", "credits_service", "eyJ", "127.0.0.1:"}) {
                assertFalse(text.contains(secret), secret + " in " + path);
            }
        }
    }

    /** Ids, and methods that nobody knows, are no series of their own. */
    @Test
    void nobodyCanMakeTheMetricsGrow() {
        long before = series();
        for (int i = 0; i < 40; i++) {
            RestAssured.given().request("ODD" + i, Routes.CATALOG);
            RestAssured.get("/odd/" + i);
            Routes.with(Tokens.SERVICE).get(Routes.account("odd" + i));
        }
        long after = series();
        assertTrue(after - before < 40, "from " + before + " to " + after);
    }

    private static long series() {
        return RestAssured.get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("http_server"))
                .count();
    }

    private static Response knock(Case it, String user, String generation) {
        RequestSpecification caller = caller(it.row(), user);
        String token = token(it.caller());
        if (!token.isEmpty()) {
            caller.header("Authorization", "Bearer " + token);
        }
        String id = it.row().with().equals("nobody's id") ? Fresh.user() : user;
        String path = it.row().path().replace("{userId}", id).replace("{generationId}", generation);
        if (it.row().route().equals("GET /internal/v1/holds/{generationId}")) {
            path += "?userId=" + (it.row().with().isEmpty() ? user : Fresh.user());
        }
        return caller.request(it.row().method(), path);
    }

    private static RequestSpecification caller(TableOfRoutes.Row row, String user) {
        RequestSpecification caller =
                RestAssured.given().urlEncodingEnabled(false).header("Idempotency-Key", Fresh.generation());
        String body = BODIES.get(row.with());
        return body == null ? caller : caller.contentType("application/json").body(body.replace("USER", user));
    }

    private static String token(String caller) {
        return switch (caller) {
            case "nobody" -> "";
            case "expired" -> Tokens.expired();
            case "person" -> Tokens.PERSON;
            case "stranger" -> Tokens.withRoles("somebody-elses-role");
            case "service", "billing", "admin" -> Tokens.withRoles("credits-" + caller);
            case "gateway" -> Tokens.SERVICE;
            default -> throw new IllegalArgumentException("nobody knows how to be " + caller);
        };
    }

    private static String code(int status) {
        return switch (status) {
            case 401 -> "UNAUTHENTICATED";
            case 403 -> "FORBIDDEN";
            default -> "NOT_FOUND";
        };
    }

    private static Set<String> routes(String path, JavaMethod method) {
        Set<String> routes = new TreeSet<>();
        method.getAnnotations().stream()
                .filter(annotation -> annotation.getRawType().isAnnotatedWith(HttpMethod.class))
                .map(annotation -> annotation
                        .getRawType()
                        .getAnnotationOfType(HttpMethod.class)
                        .value())
                .forEach(verb -> routes.add(verb + " " + path + path(method)));
        return routes;
    }

    private static String path(HasAnnotations<?> element) {
        if (!element.isAnnotatedWith(jakarta.ws.rs.Path.class)) {
            return "";
        }
        String path = element.getAnnotationOfType(jakarta.ws.rs.Path.class).value();
        return path.startsWith("/") ? path : "/" + path;
    }

    private static Set<String> without(Collection<String> all, Set<String> some) {
        Set<String> rest = new TreeSet<>(all);
        rest.removeAll(some);
        return rest;
    }
}
