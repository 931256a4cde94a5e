package dev.chatcredits.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.testing.FreePort;
import dev.chatcredits.testing.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The local platform as people start it, by the scripts, on ports and data of its own. */
final class Platform {

    /** All of its processes, by the names that the scripts give them. */
    static final List<String> PARTS = List.of("postgres", "kafka", "oidc", "credit-service", "chat-gateway");

    /** Short, so that a test can see the end of it, and longer than a generation by what the gateway needs to settle it. */
    static final Duration HOLD_LIFE = Duration.ofSeconds(24);

    private static final Path SCRIPTS = Path.of("..").toAbsolutePath().normalize();
    private static final Duration TIME_TO_START = Duration.ofMinutes(12);

    private final Path data;
    private final List<String> options;
    private final Map<String, String> settings = new HashMap<>();

    Platform(String name, String... options) {
        this.data = Path.of("target", name).toAbsolutePath();
        this.options = List.of(options);
        settings.put("LOCAL_DATA", data.toString());
        for (String part : List.of("GATEWAY", "CREDIT", "OIDC", "KAFKA", "POSTGRES")) {
            settings.put("LOCAL_" + part + "_PORT", Integer.toString(FreePort.find()));
        }
        settings.put("GATEWAY_DEFAULT_ROUTES_PROVIDER", "demo");
        settings.put("CREDITS_LEDGER_HOLD_LIFE", HOLD_LIFE.toString());
        settings.put("CREDITS_LEDGER_LONGEST_GENERATION", "22s");
        settings.put("CREDITS_EXPIRY_EVERY", "1s");
        // A machine that does other things too must not fail a test by being slow.
        settings.put("GATEWAY_CREDIT_TIMEOUT", "5s");
        settings.put("GATEWAY_LIMITS_HOLD_LIFE", HOLD_LIFE.toString());
        settings.put("GATEWAY_LIMITS_TOTAL", "10s");
        settings.put("GATEWAY_LIMITS_FIRST_TOKEN", "10s");
        settings.put("GATEWAY_LIMITS_IDLE", "10s");
    }

    /** Starts from nothing; what an earlier run of the tests may have left behind is stopped first. */
    void startFresh() {
        down();
        up("--fresh");
    }

    /** Starts what doesn't run, and returns when all is ready. */
    void up(String... more) {
        List<String> arguments = new ArrayList<>(List.of("--detach"));
        arguments.addAll(options);
        arguments.addAll(List.of(more));
        run(TIME_TO_START, "up", arguments);
    }

    void down() {
        run(Duration.ofMinutes(3), "down", List.of());
    }

    /** An access token as {@code deploy/token} prints it. */
    String token(String who) {
        return run(Duration.ofSeconds(30), "token", List.of(who)).strip();
    }

    String gateway() {
        return "http://127.0.0.1:" + settings.get("LOCAL_GATEWAY_PORT");
    }

    String creditService() {
        return "http://127.0.0.1:" + settings.get("LOCAL_CREDIT_PORT");
    }

    String identityProvider() {
        return "http://localhost:" + settings.get("LOCAL_OIDC_PORT");
    }

    String kafka() {
        return "127.0.0.1:" + settings.get("LOCAL_KAFKA_PORT");
    }

    /** Another credit service beside the platform's own, on the same database and topics, that reads with three consumers. */
    ServiceProcess anotherCreditService() {
        return ServiceProcess.start(
                "credit-service",
                Map.of(
                        "credits.database.host",
                        "127.0.0.1",
                        "credits.database.port",
                        "" + settings.get("LOCAL_POSTGRES_PORT"),
                        "kafka.bootstrap.servers",
                        kafka(),
                        "quarkus.oidc.auth-server-url",
                        identityProvider() + "/demo",
                        "mp.messaging.incoming.completions.partitions",
                        "3",
                        "mp.messaging.incoming.completions.session.timeout.ms",
                        "6000"));
    }

    /** SIGKILL to a part and its children, in the middle of whatever they do. */
    void kill(String part) {
        ProcessHandle first = process(part);
        List<ProcessHandle> all =
                Stream.concat(first.descendants(), Stream.of(first)).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        Wait.until(part + " is dead", Duration.ofSeconds(20), () -> all.stream().noneMatch(ProcessHandle::isAlive));
    }

    private ProcessHandle process(String part) {
        String pid = read(data.resolve("run").resolve(part + ".pid")).split(" ", 2)[0];
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow(() -> new IllegalStateException(part + " is gone"));
    }

    /** What a part has complained of last, for who must find out why a test is red. */
    String complaints(String part) {
        List<String> all = read(data.resolve("logs").resolve(part + ".log"))
                .lines()
                .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
                .toList();
        return String.join("\n", all.subList(Math.max(0, all.size() - 10), all.size()));
    }

    /** What {@code deploy/dlq} does and prints. */
    Ended dlq(String... arguments) {
        return end(Duration.ofMinutes(3), "dlq", List.of(arguments));
    }

    private String run(Duration limit, String script, List<String> arguments) {
        Ended ended = end(limit, script, arguments);
        assertEquals(
                0,
                ended.exitCode(),
                () -> script + " " + String.join(" ", arguments) + "\n" + ended.printed() + ended.errors());
        return ended.printed();
    }

    /** A script that has ended. */
    record Ended(int exitCode, String printed, String errors) {}

    private Ended end(Duration limit, String script, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(SCRIPTS.resolve(script).toString()));
        command.addAll(arguments);
        try {
            Path output = Files.createTempFile("deploy-" + script, ".out");
            Path errors = Files.createTempFile("deploy-" + script, ".err");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
            builder.environment().putAll(settings);
            Process process = builder.start();
            boolean ended = process.waitFor(limit.toSeconds(), TimeUnit.SECONDS);
            process.destroy();
            String printed = read(output);
            String complaints = read(errors);
            Files.delete(output);
            Files.delete(errors);
            assertTrue(ended, () -> "not within " + limit.toSeconds() + " s: " + script + "\n" + printed + complaints);
            return new Ended(process.exitValue(), printed, complaints);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(script, e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
