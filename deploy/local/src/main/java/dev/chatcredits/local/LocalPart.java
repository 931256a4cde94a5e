package dev.chatcredits.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What every part does the same way: read its arguments, say that it is ready, or say in one line why it can't start. */
final class LocalPart {

    private static final long MIB = 1024 * 1024;
    private static final long MIN_FREE_BYTES = 256 * MIB;
    private static final Duration TIME_TO_START = Duration.ofMinutes(2);

    private static volatile boolean ready;

    /** Starts a part on the port, returns when it can be used. */
    interface Start {
        void on(Path dataFolder, int port) throws Exception;
    }

    private LocalPart() {}

    static void run(String name, String[] args, Start start) {
        // Before anything logs. By a name of its own: mock-oauth2-server ships a logback.xml that prints everything.
        System.setProperty("logback.configurationFile", "local-platform-logback.xml");
        try {
            if (args.length != 2) {
                throw new CantStart("usage: " + name + " <data folder> <port>");
            }
            var port = Integer.parseInt(args[1]);
            var folder = Files.createDirectories(Path.of(args[0])).toRealPath();
            requireSpace(folder);
            limitTime(name);
            start.on(folder, port);
            ready = true;
            System.out.println("READY " + name + " " + port);
        } catch (Exception | LinkageError e) {
            System.err.println(name + " can't start: " + reason(e));
            // halt: the libraries' own hooks and threads may wait for a start that never came.
            Runtime.getRuntime().halt(1);
        }
    }

    /** A broker or a database on a full disk hangs, or dies later of something that looks like another reason. */
    private static void requireSpace(Path folder) throws IOException {
        var free = Files.getFileStore(folder).getUsableSpace();
        if (free < MIN_FREE_BYTES) {
            throw new CantStart("the disk is full: " + folder + " has " + free / MIB + " MiB left, "
                    + MIN_FREE_BYTES / MIB + " MiB are needed");
        }
    }

    private static void limitTime(String name) {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                Thread.sleep(TIME_TO_START);
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts this thread", e);
            }
            if (!ready) {
                System.err.println(name + " can't start: not ready after " + TIME_TO_START.toSeconds() + " s");
                Runtime.getRuntime().halt(1);
            }
        });
    }

    /** A clear line in place of each library's own way to say it. */
    static void requireFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new CantStart("port " + port + " is in use");
        }
    }

    /** The messages of the whole chain, for a library's own exception often says only that something failed. */
    private static String reason(Throwable e) {
        var text = new StringBuilder();
        for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
            var message = cause instanceof CantStart ? cause.getMessage() : cause.toString();
            if (message != null && text.indexOf(message) < 0) {
                text.append(text.isEmpty() ? "" : "; because: ").append(message.replaceAll("\\s+", " "));
            }
        }
        return text.toString();
    }

    /** A reason that a person can act on. */
    static final class CantStart extends RuntimeException {
        private static final long serialVersionUID = 1;

        CantStart(String message) {
            super(message);
        }
    }
}
