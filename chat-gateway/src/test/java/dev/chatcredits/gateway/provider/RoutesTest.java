package dev.chatcredits.gateway.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class RoutesTest {

    private static final Vertx VERTX = Vertx.vertx();

    @AfterAll
    static void stop() {
        VERTX.close();
    }

    @Test
    void theDemoServesTheShippedModelsWhenNothingIsConfigured() {
        var routes = routes("");
        assertEquals(
                List.of(
                        "x-ai/grok-4.1-fast",
                        "openai/gpt-5.1",
                        "google/gemini-3-pro-preview",
                        "anthropic/claude-opus-4.5"),
                routes.all().stream().map(Route::model).toList());
        assertInstanceOf(DemoProvider.class, target(routes, "openai/gpt-5.1").provider());
        assertTrue(routes.find("openai/gpt-4").isEmpty());
    }

    @Test
    void aKeyAndTheNameOfTheProviderMakeTheShippedModelsReal() {
        var routes = routes("gateway.default-routes.provider=openrouter", Map.of("OPENROUTER_API_KEY", "k"));
        assertInstanceOf(OpenAiProvider.class, target(routes, "openai/gpt-5.1").provider());
        assertEquals("openai/gpt-5.1", target(routes, "openai/gpt-5.1").upstreamModel());
    }

    @Test
    void oneConfiguredRouteTakesThePlaceOfAllShippedOnes() {
        var routes = routes("""
                gateway.routes[0].model=mine
                gateway.routes[0].provider=demo
                """);
        assertEquals(1, routes.all().size());
    }

    @Test
    void severalProvidersWorkAtOnceAndARouteCanFailOver() {
        var routes = routes("""
                gateway.providers.vllm.base-url=http://vllm:8000/v1/
                gateway.providers.vllm.key-required=false
                gateway.providers.open.base-url=https://api.example/v1
                gateway.providers.open.api-key=k
                gateway.routes[0].model=a
                gateway.routes[0].provider=vllm
                gateway.routes[0].upstream-model=meta/a
                gateway.routes[0].fallbacks[0].provider=open
                gateway.routes[0].fallbacks[0].upstream-model=a-turbo
                gateway.routes[0].fallbacks[1].provider=demo
                gateway.routes[1].model=b
                gateway.routes[1].provider=open
                """);
        var targets = routes.find("a").orElseThrow().targets();
        assertEquals(
                List.of("vllm meta/a", "open a-turbo", "demo a"),
                targets.stream()
                        .map(t -> t.providerName() + " " + t.upstreamModel())
                        .toList());
        assertSame(targets.get(1).provider(), target(routes, "b").provider());
        assertNotSame(targets.get(0).provider(), targets.get(1).provider());
    }

    @Test
    void everythingCanBeSetByEnvironmentVariables() {
        var routes = routes(
                "",
                Map.of(
                        "GATEWAY_PROVIDERS_MYVLLM_BASE_URL", "http://vllm:8000/v1",
                        "GATEWAY_PROVIDERS_MYVLLM_KEY_REQUIRED", "false",
                        "GATEWAY_ROUTES_0__MODEL", "a",
                        "GATEWAY_ROUTES_0__PROVIDER", "myvllm",
                        "GATEWAY_ROUTES_0__UPSTREAM_MODEL", "b",
                        "GATEWAY_ROUTES_0__FALLBACKS_0__PROVIDER", "demo"));
        assertEquals("b", target(routes, "a").upstreamModel());
        assertEquals(2, routes.find("a").orElseThrow().targets().size());

        var shipped = routes("", Map.of("GATEWAY_DEFAULT_ROUTES_PROVIDER", "openrouter", "OPENROUTER_API_KEY", "k"));
        assertEquals("openrouter", target(shipped, "openai/gpt-5.1").providerName());

        var ollama = routes(
                "",
                Map.of(
                        "OPENAI_BASE_URL", "http://ollama:11434/v1",
                        "GATEWAY_PROVIDERS_OPENAI_KEY_REQUIRED", "false",
                        "GATEWAY_DEFAULT_ROUTES_PROVIDER", "openai",
                        "GATEWAY_DEFAULT_ROUTES_MODELS", "llama3:8b,qwen3"));
        assertEquals("llama3:8b", target(ollama, "llama3:8b").upstreamModel());
    }

    @Test
    void theExactRouteWinsAndThenTheLongestWildcard() {
        var routes = routes("""
                gateway.routes[0].model=openrouter/*
                gateway.routes[0].provider=demo
                gateway.routes[0].upstream-model=*
                gateway.routes[1].model=openrouter/x/*
                gateway.routes[1].provider=demo
                gateway.routes[1].upstream-model=x-*-y
                gateway.routes[2].model=openrouter/x/one
                gateway.routes[2].provider=demo
                gateway.routes[2].upstream-model=exact
                gateway.routes[3].model=plain/*
                gateway.routes[3].provider=demo
                """);
        assertEquals("exact", target(routes, "openrouter/x/one").upstreamModel());
        assertEquals("x-two-y", target(routes, "openrouter/x/two").upstreamModel());
        assertEquals(
                "mistralai/large", target(routes, "openrouter/mistralai/large").upstreamModel());
        assertEquals("plain/m", target(routes, "plain/m").upstreamModel());
        assertEquals("plain/m", routes.find("plain/m").orElseThrow().model());
        assertEquals("openrouter/*", routes.all().getFirst().model());
        assertTrue(routes.all().getFirst().wildcard());
    }

    /** What changes the price of a call, or could mean something to a URL, is not a model of a wildcard. */
    @Test
    void aWildcardMatchesOnlyPlainNames() {
        var routes = routes("""
                gateway.routes[0].model=or/*
                gateway.routes[0].provider=demo
                """);
        assertTrue(routes.find("or/a/b-1.5_x").isPresent());
        for (var odd : List.of(
                "or/",
                "or/*",
                "or/a:online",
                "or/a b",
                "or/a?b",
                "or/a\nb",
                "or//a",
                "or/" + "a".repeat(129),
                "o",
                "")) {
            assertTrue(routes.find(odd).isEmpty(), odd);
        }
    }

    private static Route.Target target(Routes routes, String model) {
        return routes.find(model).orElseThrow().targets().getFirst();
    }

    private static Routes routes(String settings) {
        return routes(settings, Map.of());
    }

    private static Routes routes(String settings, Map<String, String> environment) {
        return TestRoutes.of(VERTX, TestRoutes.shipped(), settings, environment);
    }
}
