package dev.chatcredits.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One of our services as it is shipped, on a free port, with given settings; it ends with this JVM. */
public final class ServiceProcess implements AutoCloseable {
    private static final Duration TIME_TO_START = Duration.ofSeconds(90);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final String name;
    private final List<String> command;
    private final Path folder;
    private final int port;
    private volatile ChildProcess process;

    private ServiceProcess(String name, Map<String, String> settings) {
        this.name = name;
        this.folder = Checkout.temporaryFolder(name);
        this.port = FreePort.find();
        var options = new ArrayList<String>();
        settings.forEach((key, value) -> options.add("-D" + key + "=" + value));
        options.add("-Dquarkus.http.host=127.0.0.1");
        options.add("-Dquarkus.http.port=" + port);
        options.add("-jar");
        this.command = JavaCommand.of(
                options,
                Checkout.built(name + "/target/quarkus-app/quarkus-run.jar").toString());
        this.process = ChildProcess.start(command, folder.resolve("log.txt"));
    }

    /**
     * Starts a service and returns when its readiness says that it can work.
     *
     * @param name the module: {@code credit-service} or {@code chat-gateway}
     * @param settings by the names of {@code application.properties}
     */
    public static ServiceProcess start(String name, Map<String, String> settings) {
        var service = launch(name, settings);
        service.awaitReady();
        return service;
    }

    /** Starts a service and returns at once, for a service that is expected to refuse or to wait. */
    public static ServiceProcess launch(String name, Map<String, String> settings) {
        var service = new ServiceProcess(name, settings);
        Runtime.getRuntime().addShutdownHook(new Thread(service::discard));
        return service;
    }

    /** Starts it again after {@link #kill()} or {@link #stop()}, on the same port; returns when it is ready. */
    public void start() {
        process = ChildProcess.start(command, folder.resolve("log.txt"));
        awaitReady();
    }

    /** Waits until {@code /q/health/ready} says yes. */
    public void awaitReady() {
        process.await(name + " gets ready", TIME_TO_START, this::isReady);
    }

    /** Waits until the process has ended by itself. */
    public void awaitEnd(Duration limit) {
        process.awaitEnd(limit);
    }

    /** Whether {@code /q/health/ready} says yes within a second. */
    public boolean isReady() {
        return readiness() == 200;
    }

    /** The status of {@code /q/health/ready}; 0 when nobody answers within a second. */
    public int readiness() {
        var request = HttpRequest.newBuilder(url("/q/health/ready"))
                .timeout(Duration.ofSeconds(1))
                .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its port on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** The address of a path. */
    public URI url(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** All that it printed, before a new start too. */
    public String log() {
        return process.log();
    }

    /** Whether the process lives. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** SIGTERM, and waits for the end. */
    public void stop() {
        process.stop();
    }

    /** SIGKILL. */
    public void kill() {
        process.kill();
    }

    /** SIGSTOP: it stands still with its connections open. */
    public void pause() {
        process.pause();
    }

    /** SIGCONT. */
    public void resume() {
        process.resume();
    }

    @Override
    public void close() {
        kill();
    }

    private void discard() {
        process.kill();
        Checkout.delete(folder);
    }
}
