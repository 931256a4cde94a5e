package dev.chatcredits.gateway.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The bundler only strips the types of the pages. The runtime that it brings along, with a compiler in it, looks at them; it is there
 * when the gateway has been packaged.
 */
@Tag("packaged")
class TypesTest {

    private static final Path RUNTIMES = Path.of("node_modules", "@deno");
    private static final Path PAGES = Path.of("src", "main", "resources", "web");

    @Test
    void thePagesAreRightByTheirTypes() throws Exception {
        var check = new ProcessBuilder(
                runtime(),
                "check",
                "--quiet",
                "--no-remote",
                "--no-lock",
                "--node-modules-dir=manual",
                "--unstable-sloppy-imports",
                "--config",
                PAGES.resolve("tsconfig.json").toString(),
                PAGES.resolve("app/index.ts").toString(),
                PAGES.resolve("sidebar/index.ts").toString());
        check.environment()
                .put("DENO_DIR", Path.of("target", "deno").toAbsolutePath().toString());
        check.environment().put("DENO_NO_UPDATE_CHECK", "1");
        check.environment().put("NO_COLOR", "1");
        var output = Path.of("target", "types.txt");
        var process =
                check.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        assertEquals(true, process.waitFor(3, TimeUnit.MINUTES), "the compiler ended");
        assertEquals(0, process.exitValue(), () -> read(output));
    }

    private static String runtime() throws IOException {
        try (var platforms = Files.list(RUNTIMES)) {
            return platforms.findFirst().orElseThrow().resolve("deno").toString();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
