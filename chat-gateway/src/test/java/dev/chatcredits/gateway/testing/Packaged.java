package dev.chatcredits.gateway.testing;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chatcredits.gateway.provider.ProviderServer;
import dev.chatcredits.testing.DemoTokens;
import dev.chatcredits.testing.PlatformPart;
import dev.chatcredits.testing.PlatformPart.Kind;
import dev.chatcredits.testing.ServiceProcess;
import dev.chatcredits.testing.Wire;
import io.restassured.RestAssured;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** The real parts and the packaged credit service, for gateways as they are shipped: what is killed, stopped or read through in tests. */
public final class Packaged {

    /** Short, so that a test can see the end of it, and longer than all that a generation can take. */
    private static final String HOLD_LIFE = "28s";

    private static final Map<String, String> LIMITS = Map.of(
            "gateway.limits.hold-life", HOLD_LIFE,
            "gateway.limits.total", "15s",
            "gateway.limits.first-token", "15s",
            "gateway.limits.idle", "15s",
            "gateway.completion.publish-budget", "2s",
            "gateway.credit.timeout", "3s");

    private final String issuer = PlatformPart.shared(Kind.OIDC).issuer();
    private final PlatformPart kafka = PlatformPart.shared(Kind.KAFKA);
    private final ServiceProcess creditService;
    private final ProviderServer provider = ProviderServer.start();
    private final Wire creditWire;

    /** Starts the parts; more settings for the credit service. */
    public Packaged(Map<String, String> more) {
        var settings = new HashMap<>(CreditPlatform.credit(issuer, kafka.port()));
        settings.put("credits.ledger.hold-life", HOLD_LIFE);
        settings.put("credits.ledger.longest-generation", "26s");
        settings.put("credits.expiry.every", "1s");
        settings.putAll(more);
        this.creditService = ServiceProcess.start("credit-service", settings);
        this.creditWire = Wire.to(creditService.port());
    }

    /** Starts a gateway, which everything that {@link Chat} says goes to from now on. */
    public ServiceProcess gateway(Map<String, String> more) {
        var settings = new HashMap<>(CreditPlatform.gateway(issuer, kafka, creditWire, provider, provider));
        settings.put("quarkus.oidc.auth-server-url", issuer);
        settings.putAll(LIMITS);
        settings.putAll(more);
        var gateway = ServiceProcess.start("chat-gateway", settings);
        RestAssured.port = gateway.port();
        return gateway;
    }

    /** Ends the credit service in order, so that the next one gets its share of Kafka at once. */
    public void stop() {
        creditService.stop();
    }

    public ProviderServer provider() {
        return provider;
    }

    public PlatformPart kafka() {
        return kafka;
    }

    public Wire creditWire() {
        return creditWire;
    }

    public ServiceProcess creditService() {
        return creditService;
    }

    /** The balance of a user, as the credit service itself has it. */
    public JsonNode account(String user) {
        return get("/internal/v1/accounts/{user}", new DemoTokens(issuer).service(), user);
    }

    /** What became of a generation. */
    public String status(String user, String generationId) {
        return get("/internal/v1/holds/{id}?userId={user}", new DemoTokens(issuer).service(), generationId, user)
                .path("status")
                .asText();
    }

    /** What the credit service finds wrong with itself. */
    public JsonNode differences() {
        return get("/admin/v1/audit", new DemoTokens(issuer).admin()).path("differences");
    }

    private JsonNode get(String path, String token, Object... parameters) {
        URI service = creditService.url("");
        return given().baseUri("http://" + service.getHost())
                .port(service.getPort())
                .auth()
                .oauth2(token)
                .get(path, parameters)
                .then()
                .statusCode(200)
                .extract()
                .as(JsonNode.class);
    }
}
