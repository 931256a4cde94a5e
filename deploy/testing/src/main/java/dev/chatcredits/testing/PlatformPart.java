package dev.chatcredits.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of the local platform on a free port with data of its own. It can be killed, stopped, paused and started again on
 * the same port and data, and ends with this JVM, however that ends.
 */
public final class PlatformPart {
    private static final Duration TIME_TO_START = Duration.ofSeconds(90);

    /** Which part. */
    public enum Kind {
        POSTGRES("PostgresProcess"),
        KAFKA("KafkaBroker"),
        OIDC("OidcProvider");

        private final String main;

        Kind(String main) {
            this.main = main;
        }
    }

    private final Kind kind;
    private final Path folder;
    private final int port;

    private PlatformPart(Kind kind, Path folder, int port) {
        this.kind = kind;
        this.folder = folder;
        this.port = port;
    }

    /** A part of one's own. */
    public static PlatformPart start(Kind kind) {
        var part = new PlatformPart(kind, Checkout.temporaryFolder(kind.main), FreePort.find());
        Runtime.getRuntime().addShutdownHook(new Thread(part::discard));
        part.start();
        return part;
    }

    /**
     * The part that all tests of this JVM share. Quarkus loads this class once for each configuration of the application
     * under test, so the JVM's properties know the part and not a static field.
     */
    public static PlatformPart shared(Kind kind) {
        var key = "dev.chatcredits.testing." + kind;
        synchronized (System.getProperties()) {
            var known = System.getProperty(key);
            if (known != null) {
                var portAndFolder = known.split(" ", 2);
                return new PlatformPart(kind, Path.of(portAndFolder[1]), Integer.parseInt(portAndFolder[0]));
            }
            var part = start(kind);
            System.setProperty(key, part.port + " " + part.folder);
            return part;
        }
    }

    /**
     * Starts it again after {@link #kill()} or {@link #stop()}; returns when it can be used.
     *
     * @param options of the JVM, such as {@code -Dtoken-life=5} for tokens that live for five seconds
     */
    public void start(String... options) {
        var readyBefore = readyLines(log());
        var all = new ArrayList<>(List.of(options));
        all.add("-cp");
        all.add(Checkout.built("deploy/local/target/local/lib/local-platform.jar")
                .toString());
        var process = ChildProcess.start(
                JavaCommand.of(
                        all,
                        "dev.chatcredits.local." + kind.main,
                        folder.resolve("data").toString(),
                        Integer.toString(port)),
                output());
        write(process.pid());
        process.await(kind + " gets ready", TIME_TO_START, () -> readyLines(process.log()) > readyBefore);
    }

    /** The port on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** The issuer of a part of the kind OIDC. */
    public String issuer() {
        return "http://localhost:" + port + "/demo";
    }

    /** All that it printed. */
    public String log() {
        return ChildProcess.read(output());
    }

    /** SIGTERM. */
    public void stop() {
        process().stop();
    }

    /** SIGKILL, to the sessions of PostgreSQL too. */
    public void kill() {
        process().kill();
    }

    /** SIGSTOP: it stands still with its connections open. */
    public void pause() {
        process().pause();
    }

    /** SIGCONT. */
    public void resume() {
        process().resume();
    }

    /** The id of its process. */
    public long pid() {
        return process().pid();
    }

    /** Where it keeps its data, in a folder {@code data}, and what it printed. */
    public Path folder() {
        return folder;
    }

    private void discard() {
        process().kill();
        Checkout.delete(folder);
    }

    private ChildProcess process() {
        try {
            return new ChildProcess(Long.parseLong(Files.readString(folder.resolve("pid"))), output());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(long pid) {
        try {
            Files.writeString(folder.resolve("pid"), Long.toString(pid));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path output() {
        return folder.resolve("log.txt");
    }

    private static long readyLines(String log) {
        return log.lines().filter(line -> line.startsWith("READY ")).count();
    }
}
