package dev.chatcredits.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A part that can't start says why in one line, and its exit code says that it didn't. */
class PartCannotStartTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"PostgresProcess", "KafkaBroker", "OidcProvider"})
    void itsPortIsTaken(String main) throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var said = start(main, taken.getLocalPort());
            assertTrue(said.contains("can't start: port " + taken.getLocalPort() + " is in use"), said);
        }
    }

    @Test
    void theDataAreOfAnotherVersion() throws Exception {
        Files.writeString(Files.createDirectories(folder.resolve("cluster")).resolve("PG_VERSION"), "9\n");
        var said = start("PostgresProcess", FreePort.find());
        assertTrue(said.contains("are of PostgreSQL 9, this is postgres (PostgreSQL) 18"), said);
    }

    private String start(String main, int port) throws Exception {
        var command = JavaCommand.of(
                List.of(
                        "-cp",
                        Checkout.built("deploy/local/target/local/lib/local-platform.jar")
                                .toString()),
                "dev.chatcredits.local." + main,
                folder.toString(),
                Integer.toString(port));
        var output = folder.resolve("output.txt");
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it didn't end");
            assertEquals(1, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
        var said = Files.readString(output);
        assertEquals(
                1, said.lines().filter(line -> line.contains("can't start")).count(), said);
        return said;
    }
}
