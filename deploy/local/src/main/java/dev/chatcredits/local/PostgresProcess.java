package dev.chatcredits.local;

import dev.chatcredits.local.LocalPart.CantStart;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A real PostgreSQL from the embedded binaries, as durable as one in production: {@code fsync} and {@code
 * synchronous_commit} are on. Its log goes to stderr.
 */
public final class PostgresProcess {
    private static final String IS_READY = "database system is ready to accept connections";

    private static volatile boolean stopping;

    private PostgresProcess() {}

    /** Arguments: data folder, port. */
    public static void main(String[] args) throws InterruptedException {
        var server = new AtomicReference<Process>();
        LocalPart.run("postgres", args, (folder, port) -> server.set(start(folder, port)));
        // This thread has to live as long as the server: its death is the server's signal to stop.
        var exit = server.get().waitFor();
        if (!stopping) {
            System.err.println("postgres stopped by itself, exit code " + exit);
        }
        System.exit(1);
    }

    private static Process start(Path folder, int port) throws Exception {
        var cluster = new PostgresCluster(PostgresBinaries.unpacked(), folder);
        cluster.prepare();
        LocalPart.requireFree(port);
        var server = new ProcessBuilder(cluster.command(
                        "postgres",
                        "-D",
                        cluster.data().toString(),
                        "-p",
                        Integer.toString(port),
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "unix_socket_directories=",
                        "-c",
                        "max_connections=100",
                        "-c",
                        "fsync=on",
                        "-c",
                        "synchronous_commit=on",
                        "-c",
                        "timezone=UTC",
                        "-c",
                        "log_timezone=UTC"))
                .redirectErrorStream(true)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(cluster, server)));
        awaitReady(server);
        return server;
    }

    private static void awaitReady(Process server) throws InterruptedException {
        var ready = new CountDownLatch(1);
        var printed = new ConcurrentLinkedQueue<String>();
        Thread.ofPlatform().daemon().start(() -> relayLog(server.inputReader(), printed, ready));
        while (!ready.await(20, TimeUnit.MILLISECONDS)) {
            if (!server.isAlive()) {
                throw new CantStart(PostgresCluster.reason(String.join("\n", printed)));
            }
        }
    }

    private static void relayLog(BufferedReader log, Queue<String> printed, CountDownLatch ready) {
        try {
            for (var line = log.readLine(); line != null; line = log.readLine()) {
                System.err.println(line);
                if (ready.getCount() > 0) {
                    printed.add(line);
                }
                if (line.endsWith(IS_READY)) {
                    ready.countDown();
                }
            }
        } catch (IOException e) {
            System.err.println("the log of PostgreSQL can't be read any more: " + e.getMessage());
        }
    }

    /** A fast shutdown: sessions are ended, everything is written. SIGTERM would wait for the sessions. */
    private static void stop(PostgresCluster cluster, Process server) {
        stopping = true;
        try {
            if (server.isAlive()) {
                cluster.run("", "pg_ctl", "stop", "-D", cluster.data().toString(), "-m", "fast", "-t", "60");
                server.waitFor();
            }
        } catch (CantStart | IOException | InterruptedException e) {
            // The server stops all the same: it gets its signal when this JVM ends.
            System.err.println("postgres was not stopped by pg_ctl: " + e.getMessage());
        }
    }
}
