package dev.chatcredits.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A process with its children: started so that it dies with this JVM, known by its id, its output in a file. */
record ChildProcess(long pid, Path output) {
    private static final Duration TIME_TO_STOP = Duration.ofSeconds(60);

    /** The kernel ends a child when the thread that started it ends (pdeathsig); this one ends with the JVM. */
    private static final ExecutorService STARTER = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("process-starter").factory());

    static ChildProcess start(List<String> command, Path output) {
        var whole = new ArrayList<>(List.of("setpriv", "--pdeathsig", "KILL"));
        whole.addAll(command);
        var process = new ProcessBuilder(whole)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        try {
            return new ChildProcess(STARTER.submit(process::start).get().pid(), output);
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException("can't start " + command.getFirst(), e);
        }
    }

    boolean isAlive() {
        return handle().map(ProcessHandle::isAlive).orElse(false);
    }

    /** All that was printed so far, by earlier processes with the same file too. */
    String log() {
        return read(output);
    }

    static String read(Path output) {
        return io(() -> Files.exists(output) ? Files.readString(output) : "");
    }

    /** Waits for a condition; a process that died meanwhile, or the end of the time, is an error that shows the log. */
    void await(String what, Duration limit, Callable<Boolean> condition) {
        var end = System.nanoTime() + limit.toNanos();
        while (!io(condition)) {
            if (!isAlive()) {
                throw new IllegalStateException(what + ": the process ended\n" + log());
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException(what + ": not within " + limit.toSeconds() + " s\n" + log());
            }
            pauseThisThread();
        }
    }

    /** SIGTERM: it may end in order. */
    void stop() {
        handle().ifPresent(ProcessHandle::destroy);
        awaitEnd(TIME_TO_STOP);
    }

    /** SIGKILL to it and to all of its children: nothing of it ends in order. */
    void kill() {
        var all = tree();
        // Stopped first, so that no child sees its parent die and ends in order.
        signal("STOP", all);
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(process -> awaitEnd(process, TIME_TO_STOP));
    }

    /** SIGSTOP: the process and its children stand still, their connections stay open. */
    void pause() {
        signal("STOP", tree());
    }

    /** SIGCONT. */
    void resume() {
        signal("CONT", tree());
    }

    private Optional<ProcessHandle> handle() {
        return ProcessHandle.of(pid);
    }

    private List<ProcessHandle> tree() {
        return handle().stream()
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .toList();
    }

    void awaitEnd(Duration limit) {
        handle().ifPresent(process -> awaitEnd(process, limit));
    }

    private void awaitEnd(ProcessHandle process, Duration limit) {
        try {
            process.onExit().get(limit.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException | InterruptedException e) {
            throw new IllegalStateException("process " + process.pid() + " does not end\n" + log(), e);
        }
    }

    private static void signal(String name, List<ProcessHandle> processes) {
        if (processes.isEmpty()) {
            return;
        }
        var command = new ArrayList<>(List.of("sh", "-c", "kill -" + name + " \"$@\"", "kill"));
        processes.forEach(process -> command.add(Long.toString(process.pid())));
        io(() -> new ProcessBuilder(command).start().waitFor());
    }

    private static void pauseThisThread() {
        io(() -> {
            Thread.sleep(20);
            return true;
        });
    }

    private static <T> T io(Callable<T> action) {
        try {
            return action.call();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
