package dev.chatcredits.e2e.chaos;

import static java.util.concurrent.CompletableFuture.supplyAsync;

import dev.chatcredits.e2e.chaos.Fault.Target;
import dev.chatcredits.testing.PlatformPart;
import dev.chatcredits.testing.ServiceProcess;
import dev.chatcredits.testing.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The local platform as processes that can be disturbed one by one, and the wires between them. One for all trials of a run. */
final class Rig {

    /** Short, so that a trial can see the end of it; longer than a generation by what the gateway needs to settle it. */
    static final Duration HOLD_LIFE = Duration.ofSeconds(16);

    /** How long the gateway has to end what is under way when it is stopped; longer than a generation, too. */
    static final Duration TIME_TO_STOP = Duration.ofSeconds(20);

    /** What gives up at its start because something that it needs is away is started again, as any supervisor does. */
    private static final int STARTS = 5;

    final PlatformPart postgres;
    final PlatformPart kafka;
    final PlatformPart oidc;
    final ServiceProcess creditService;
    final ServiceProcess gateway;
    private final Wire toPostgres;
    private final Wire toCreditService;

    /** Returns when all is ready. */
    Rig() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var ofPostgres = supplyAsync(() -> PlatformPart.start(PlatformPart.Kind.POSTGRES), threads);
            var ofKafka = supplyAsync(() -> PlatformPart.start(PlatformPart.Kind.KAFKA), threads);
            oidc = PlatformPart.start(PlatformPart.Kind.OIDC);
            postgres = ofPostgres.join();
            kafka = ofKafka.join();
        }
        toPostgres = Wire.to(postgres.port());
        creditService = ServiceProcess.launch("credit-service", creditSettings());
        toCreditService = Wire.to(creditService.port());
        gateway = ServiceProcess.launch("chat-gateway", gatewaySettings());
        awaitReady();
    }

    private Map<String, String> creditSettings() {
        return Map.of(
                "credits.database.host",
                "127.0.0.1",
                "credits.database.port",
                "" + toPostgres.port(),
                "kafka.bootstrap.servers",
                bootstrapServers(),
                "quarkus.oidc.auth-server-url",
                oidc.issuer(),
                "quarkus.log.console.json.enabled",
                "false",
                "credits.ledger.hold-life",
                HOLD_LIFE.toString(),
                "credits.ledger.longest-generation",
                "14s",
                "credits.expiry.every",
                "1s");
    }

    private Map<String, String> gatewaySettings() {
        return Map.ofEntries(
                Map.entry("quarkus.profile", "local"),
                Map.entry("quarkus.shutdown.delay", "300ms"),
                Map.entry("quarkus.shutdown.timeout", TIME_TO_STOP.toString()),
                Map.entry("quarkus.oidc.auth-server-url", oidc.issuer()),
                Map.entry("kafka.bootstrap.servers", bootstrapServers()),
                Map.entry("gateway.credit.url", "http://127.0.0.1:" + toCreditService.port()),
                Map.entry("gateway.checkout.local", "true"),
                Map.entry("gateway.default-routes.provider", "demo"),
                Map.entry("gateway.providers.demo.word-delay", "10ms"),
                Map.entry("gateway.limits.hold-life", HOLD_LIFE.toString()),
                Map.entry("gateway.credit.timeout", "3s"),
                Map.entry("gateway.limits.total", "8s"),
                Map.entry("gateway.limits.first-token", "5s"),
                Map.entry("gateway.limits.idle", "5s"));
    }

    String bootstrapServers() {
        return "127.0.0.1:" + kafka.port();
    }

    void kill(Target process) {
        switch (process) {
            case GATEWAY -> gateway.kill();
            case CREDIT_SERVICE -> creditService.kill();
            default -> part(process).kill();
        }
    }

    void stop(Target process) {
        switch (process) {
            case GATEWAY -> gateway.stop();
            case CREDIT_SERVICE -> creditService.stop();
            default -> part(process).stop();
        }
    }

    void pause(Target process) {
        switch (process) {
            case GATEWAY -> gateway.pause();
            case CREDIT_SERVICE -> creditService.pause();
            default -> part(process).pause();
        }
    }

    void resume(Target process) {
        switch (process) {
            case GATEWAY -> gateway.resume();
            case CREDIT_SERVICE -> creditService.resume();
            default -> part(process).resume();
        }
    }

    /** Returns when it is ready. */
    void start(Target process) {
        switch (process) {
            case GATEWAY -> untilItStarts(gateway::start, gateway::kill);
            case CREDIT_SERVICE -> untilItStarts(creditService::start, creditService::kill);
            default -> untilItStarts(part(process)::start, part(process)::kill);
        }
    }

    Wire wire(Target wire) {
        return wire == Target.GATEWAY_TO_CREDIT_SERVICE ? toCreditService : toPostgres;
    }

    void awaitReady() {
        creditService.awaitReady();
        gateway.awaitReady();
    }

    /** Copies what all processes printed. */
    void keepLogs(Path folder) {
        Map<String, String> logs = Map.of(
                "postgres", postgres.log(),
                "kafka", kafka.log(),
                "oidc", oidc.log(),
                "credit-service", creditService.log(),
                "chat-gateway", gateway.log());
        try {
            Files.createDirectories(folder);
            for (Map.Entry<String, String> log : logs.entrySet()) {
                Files.writeString(folder.resolve(log.getKey() + ".log"), log.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void untilItStarts(Runnable start, Runnable kill) {
        for (int starts = 1; ; starts++) {
            try {
                start.run();
                return;
            } catch (IllegalStateException e) {
                if (starts == STARTS) {
                    throw e;
                }
                kill.run();
            }
        }
    }

    private PlatformPart part(Target process) {
        return switch (process) {
            case POSTGRES -> postgres;
            case KAFKA -> kafka;
            case OIDC_PROVIDER -> oidc;
            default -> throw new IllegalArgumentException(process + " is no part of the platform");
        };
    }
}
