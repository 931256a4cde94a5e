package dev.chatcredits.gateway.testing;

import dev.chatcredits.gateway.provider.ProviderServer;
import dev.chatcredits.testing.PlatformPart;
import dev.chatcredits.testing.PlatformPart.Kind;
import dev.chatcredits.testing.ServiceProcess;
import dev.chatcredits.testing.Wire;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/**
 * PostgreSQL, Kafka, an OIDC provider and the packaged credit service as processes; a provider, a wire to the credit service and one to
 * the OIDC provider, for its keys and the gateway's own token, that tests can disturb. What a test class needs is put into its fields.
 */
@SuppressWarnings("NullAway.Init") // Quarkus calls start() first.
public final class CreditPlatform implements QuarkusTestResourceLifecycleManager {

    /** What the gateway takes for a long time in tests: short enough to be waited for. */
    private static final Map<String, String> LIMITS = Map.of(
            // Off by default; who turns it on gets what the tests of it promise.
            "quarkus.http.http2", "true",
            "gateway.limits.first-token", "3s",
            "gateway.limits.idle", "3s",
            "gateway.limits.total", "8s",
            "gateway.limits.per-user", "40",
            "gateway.limits.unread", "256K",
            "gateway.credit.breaker-delay", "300ms",
            "gateway.identity.patience", "3s",
            "gateway.balance.heartbeat", "1s");

    private ProviderServer provider;
    private ProviderServer secondProvider;
    private Wire creditWire;
    private Wire keysWire;

    /** The people's tokens come from a provider, by a login, and not from {@link Tokens}. */
    public static final String LOGIN = "login";

    private boolean login;
    private PlatformPart people;

    @Override
    public void init(Map<String, String> arguments) {
        login = arguments.containsKey(LOGIN);
    }

    @Override
    public Map<String, String> start() {
        var issuer = PlatformPart.shared(Kind.OIDC).issuer();
        var kafka = PlatformPart.shared(Kind.KAFKA);
        provider = ProviderServer.start();
        secondProvider = ProviderServer.start();
        creditWire = Wire.to(creditService(issuer, kafka.port()));
        var settings = new HashMap<>(LIMITS);
        keysWire = Wire.to(PlatformPart.shared(Kind.OIDC).port());
        if (login) {
            people = PlatformPart.start(Kind.OIDC);
            settings.put("quarkus.oidc.auth-server-url", people.issuer());
            settings.put("gateway.checkout.local", "true");
        } else {
            settings.put("quarkus.oidc.auth-server-url", issuer);
            settings.put("quarkus.oidc.jwks-path", "http://127.0.0.1:" + keysWire.port() + "/demo/jwks");
            settings.put("quarkus.oidc.token.forced-jwk-refresh-interval", "1s");
            settings.put("quarkus.oidc.connection-timeout", "2s");
        }
        settings.putAll(gateway(issuer, kafka, creditWire, provider, secondProvider));
        settings.put("quarkus.oidc-client.token-path", "http://127.0.0.1:" + keysWire.port() + "/demo/token");
        return settings;
    }

    /** What makes a gateway work with these parts. */
    static Map<String, String> gateway(
            String issuer,
            PlatformPart kafka,
            Wire creditWire,
            ProviderServer provider,
            ProviderServer secondProvider) {
        var settings = new HashMap<String, String>();
        settings.put("quarkus.oidc-client.auth-server-url", issuer);
        settings.put("quarkus.shutdown.timeout", "5s");
        settings.put("gateway.credit.url", "http://127.0.0.1:" + creditWire.port());
        settings.put("kafka.bootstrap.servers", "127.0.0.1:" + kafka.port());
        settings.put("gateway.providers.first.base-url", provider.baseUrl());
        settings.put("gateway.providers.first.key-required", "false");
        settings.put("gateway.providers.second.base-url", secondProvider.baseUrl());
        settings.put("gateway.providers.second.key-required", "false");
        var models = new String[] {
            "x-ai/grok-4.1-fast",
            "openai/gpt-5.1",
            "google/gemini-3-pro-preview",
            "anthropic/claude-opus-4.5",
            "free/unpriced"
        };
        for (var i = 0; i < models.length; i++) {
            settings.put("gateway.routes[" + i + "].model", models[i]);
            settings.put("gateway.routes[" + i + "].provider", "first");
            settings.put("gateway.routes[" + i + "].upstream-model", "upstream-" + i);
        }
        settings.put("gateway.routes[5].model", "with/fallback");
        settings.put("gateway.routes[5].provider", "first");
        settings.put("gateway.routes[5].fallbacks[0].provider", "second");
        // One that can fail before the call of it has returned.
        settings.put("gateway.providers.demo.word-delay", "0s");
        settings.put("gateway.routes[6].model", "at-once/fallback");
        settings.put("gateway.routes[6].provider", "demo");
        settings.put("gateway.routes[6].fallbacks[0].provider", "second");
        return settings;
    }

    /** One for all test classes of this JVM; the JVM's properties know it, for Quarkus may load this class several times. */
    private static int creditService(String issuer, int kafkaPort) {
        var key = CreditPlatform.class.getName();
        synchronized (System.getProperties()) {
            var known = System.getProperty(key);
            if (known != null) {
                return Integer.parseInt(known);
            }
            var service = ServiceProcess.start("credit-service", credit(issuer, kafkaPort));
            System.setProperty(key, "" + service.port());
            return service.port();
        }
    }

    /** What makes a credit service work with these parts. */
    static Map<String, String> credit(String issuer, int kafkaPort) {
        var settings = new HashMap<>(Map.of(
                "credits.database.host",
                "127.0.0.1",
                "credits.database.port",
                "" + PlatformPart.shared(Kind.POSTGRES).port(),
                "kafka.bootstrap.servers",
                "127.0.0.1:" + kafkaPort,
                "quarkus.oidc.auth-server-url",
                issuer));
        // The shipped plans, with a word of an operator's.
        settings.putAll(Map.of(
                "credits.plans[0].id", "starter_user",
                "credits.plans[0].name", "Starter",
                "credits.plans[0].credits", "25",
                "credits.plans[1].id", "pro_user",
                "credits.plans[1].name", "Pro",
                "credits.plans[1].credits", "50",
                "credits.plans[1].highlights[0]", "Answers <b>by telephone</b>"));
        return settings;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(provider, field -> field.getName().equals("provider"));
        injector.injectIntoFields(secondProvider, field -> field.getName().equals("secondProvider"));
        injector.injectIntoFields(people, field -> field.getName().equals("people"));
        injector.injectIntoFields(creditWire, field -> field.getName().equals("creditWire"));
        injector.injectIntoFields(keysWire, field -> field.getName().equals("keysWire"));
    }

    @Override
    public void stop() {
        try {
            if (people != null) {
                people.kill();
            }
            provider.close();
            secondProvider.close();
            creditWire.close();
            keysWire.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
