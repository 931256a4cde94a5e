package dev.chatcredits.gateway.provider;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings that make no sense stop the start; the message names the key and repeats no secret. */
class BadRoutesTest {

    private static final String GOOD = """
            gateway.providers.p.base-url=https://api.example/v1
            gateway.providers.p.api-key=k
            gateway.routes[0].model=a
            gateway.routes[0].provider=p
            """;
    private static final Vertx VERTX = Vertx.vertx();

    @AfterAll
    static void stop() {
        VERTX.close();
    }

    /** The change to good settings, and what the message has to have in it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gateway.routes[0].provider=q                       | gateway.routes[0].provider: no provider is called q",
                "gateway.routes[0].provider=                        | gateway.routes[0].provider",
                "gateway.routes[0].model=                           | gateway.routes[0].model",
                "gateway.routes[1].model=b                          | gateway.routes[1].provider",
                "gateway.routes[1].provider=p                       | gateway.routes[1].model",
                "gateway.routes[1].model=a;gateway.routes[1].provider=demo | gateway.routes[1].model: two routes of the model a",
                "gateway.routes[0].fallbacks[0].provider=q          | gateway.routes[0].fallbacks[0].provider",
                "gateway.routes[0].fallbacks[0].upstream-model=b    | gateway.routes[0].fallbacks[0].provider",
                "gateway.routes[0].upstream-model=a*                | gateway.routes[0].upstream-model",
                "gateway.routes[0].fallbacks[0].provider=p;gateway.routes[0].fallbacks[0].upstream-model=* | gateway.routes[0].fallbacks[0].upstream-model",
                "gateway.routes[0].model=*a                         | gateway.routes[0].model: a wildcard",
                "gateway.providers.p.base-url=                      | gateway.providers.p.base-url: is missing",
                "gateway.providers.p.base-url=api.example/v1        | gateway.providers.p.base-url",
                "gateway.providers.p.base-url=ftp://api.example     | gateway.providers.p.base-url",
                "gateway.providers.p.base-url=https:///v1           | gateway.providers.p.base-url",
                "gateway.providers.p.base-url=https://h:99999/v1    | gateway.providers.p.base-url",
                "gateway.providers.p.base-url=https://a b/v1        | gateway.providers.p.base-url",
                "gateway.providers.p.base-url=https://u:secret@h/v1 | gateway.providers.p.base-url",
                "gateway.providers.p.base-url=https://h/v1?key=secret | gateway.providers.p.base-url",
                "gateway.providers.p.base-url=https://h/v1#x        | gateway.providers.p.base-url",
                "gateway.providers.p.api-key=                       | gateway.providers.p.api-key: is missing",
                "gateway.providers.p.api-key=sec\\nret              | gateway.providers.p.api-key",
                "gateway.providers.p.api-key=secrét                 | gateway.providers.p.api-key",
                "gateway.providers.p.headers.X-A=a\\r\\nb: secret   | gateway.providers.p.headers.X-A",
                "gateway.providers.p.headers.Host=evil              | gateway.providers.p.headers.Host",
                "gateway.providers.p.headers.a@b=c                  | gateway.providers.p.headers.a@b",
                "gateway.providers.p.type=other                     | gateway.providers.p.type",
                "gateway.providers.p.type=demo                      | gateway.providers.p.base-url",
                "gateway.providers.p.connect-timeout=0s             | gateway.providers.p.connect-timeout",
                "gateway.providers.p.connect-timeout=soon           | gateway.providers.p.connect-timeout",
                "gateway.providers.p.max-connections=0              | gateway.providers.p.max-connections",
                "gateway.providers.p.max-event-size=0               | gateway.providers.p.max-event-size",
                "gateway.providers.p.max-body-size=3G               | gateway.providers.p.max-body-size",
                "gateway.providers.demo.word-delay=-1s;gateway.routes[0].provider=demo | gateway.providers.demo.word-delay",
                "gateway.providers.p.base-ulr=https://h             | gateway.providers.p.base-ulr",
                "gateway.routes[0].upstream=b                       | gateway.routes[0].upstream",
            })
    void areRefused(String change, String message) {
        var failure = assertThrows(Exception.class, () -> routes(GOOD, change));
        var text = String.valueOf(failure.getMessage());
        assertTrue(text.contains(message), text);
        assertFalse(text.contains("sec"), text);
    }

    /** The same for what is served when there is no route. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gateway.default-routes.provider=q            | gateway.default-routes.provider: no provider is called q",
                "gateway.default-routes.provider=openrouter   | gateway.providers.openrouter.api-key: is missing",
                "gateway.default-routes.models=a,a            | gateway.default-routes.models: two routes of the model a",
            })
    void areRefusedWithoutRoutes(String change, String message) {
        var failure = assertThrows(Exception.class, () -> routes("", change));
        assertTrue(String.valueOf(failure.getMessage()).contains(message), failure.getMessage());
    }

    /** No - can be said there: the header would be called http.referer, which no endpoint knows. */
    @Test
    void aHeaderWhoseNameAnEnvironmentVariableCannotSayIsRefused() {
        var failure = assertThrows(
                Exception.class,
                () -> TestRoutes.of(
                        VERTX,
                        TestRoutes.shipped(),
                        GOOD,
                        Map.of("GATEWAY_PROVIDERS_P_HEADERS_HTTP_REFERER", "https://chat.example")));
        var text = String.valueOf(failure.getMessage());
        assertTrue(text.contains("can only be set in a file"), text);
    }

    private static Routes routes(String good, String change) {
        return TestRoutes.of(VERTX, TestRoutes.shipped(), good + change.replace(';', '\n'), Map.of());
    }
}
