package dev.chatcredits.local;

import dev.chatcredits.local.LocalPart.CantStart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.commons.io.FileUtils;

/**
 * The data of the local PostgreSQL and the programs that work on them: database {@code credits}, owned by the user {@code
 * credits} with the password {@code credits}. That user may create roles but is no superuser, so that what works here works
 * with a hosted database too.
 */
final class PostgresCluster {
    private static final int SECONDS_TO_DIE = 60;

    private final Path binaries;
    private final Path folder;
    private final Path data;

    PostgresCluster(Path binaries, Path folder) {
        this.binaries = binaries;
        this.folder = folder;
        this.data = folder.resolve("cluster");
    }

    Path data() {
        return data;
    }

    /** Makes the data if there are none; refuses data that these programs can't read or that another server works on. */
    void prepare() throws IOException, InterruptedException {
        if (!Files.exists(data)) {
            create();
        }
        var version = Files.readString(data.resolve("PG_VERSION")).strip();
        var program = run("", "postgres", "--version").strip();
        if (!program.contains(" " + version + ".")) {
            throw new CantStart("the data in " + data + " are of PostgreSQL " + version + ", this is " + program
                    + "; use fresh data, or the version that wrote them");
        }
        waitForPredecessor();
    }

    /** Renamed when complete, so that a kill in between leaves nothing that looks like data. */
    private void create() throws IOException, InterruptedException {
        var unfinished = folder.resolve("cluster.unfinished");
        FileUtils.deleteDirectory(unfinished.toFile());
        var password = Files.writeString(folder.resolve("superuser-password"), "postgres\n");
        run(
                "",
                "initdb",
                "-D",
                unfinished.toString(),
                "-U",
                "postgres",
                "--pwfile=" + password,
                "-A",
                "scram-sha-256",
                "-E",
                "UTF8",
                "--no-locale");
        Files.delete(password);
        run(
                "CREATE ROLE credits LOGIN CREATEROLE PASSWORD 'credits'\nCREATE DATABASE credits OWNER credits\n",
                "postgres",
                "--single",
                "-c",
                "exit_on_error=on",
                "-D",
                unfinished.toString(),
                "postgres");
        Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
    }

    /** A server whose starter was killed ends by itself within moments; two servers on the same data would destroy them. */
    private void waitForPredecessor() throws IOException {
        var pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        var pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
        var server = ProcessHandle.of(pid)
                .filter(process -> process.info().command().orElse("").endsWith("/postgres"));
        if (server.isEmpty()) {
            return;
        }
        try {
            server.get().onExit().get(SECONDS_TO_DIE, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new CantStart("another PostgreSQL, process " + pid + ", works on " + data);
        }
    }

    /**
     * The command line of one of PostgreSQL's programs. They refuse to run as root, but not as root of nothing: in a user
     * namespace of its own the process has no privileges.
     */
    List<String> command(String program, String... arguments) {
        var command = new ArrayList<String>();
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("unshare", "--user"));
        }
        // The signal that ends it when the thread that started it dies with this JVM, kill -9 included: a fast
        // shutdown.
        command.addAll(List.of(
                "setpriv",
                "--pdeathsig",
                "INT",
                binaries.resolve("bin").resolve(program).toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Runs a program to its end and returns what it printed. */
    String run(String input, String program, String... arguments) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command(program, arguments))
                .redirectErrorStream(true)
                .start();
        try (var stdin = process.outputWriter()) {
            stdin.write(input);
        }
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new CantStart(program + " failed: " + reason(output));
        }
        return output;
    }

    /** The line that says what went wrong among the many that say what was tried. */
    static String reason(String output) {
        var lines = output.lines().filter(line -> !line.isBlank()).toList();
        return lines.stream()
                .filter(line -> line.contains("FATAL:") || line.contains("PANIC:") || line.contains("error:"))
                .reduce((first, last) -> last)
                .orElse(lines.isEmpty() ? "no output" : lines.getLast());
    }
}
