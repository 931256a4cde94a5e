package dev.chatcredits.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Where things are in the source tree that the tests run in. */
final class Checkout {

    private Checkout() {}

    /** A file or folder that the build makes, by its path from the root. */
    static Path built(String path) {
        var here = Path.of("").toAbsolutePath();
        return Stream.iterate(here, folder -> folder != null, Path::getParent)
                .map(folder -> folder.resolve(path))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        path + " does not exist above " + here + "; `mvn package -DskipTests` at the root makes it"));
    }

    /** A folder for the data of a test's process, gone when this JVM ends in order. */
    static Path temporaryFolder(String name) {
        try {
            var target = Path.of("target").toAbsolutePath();
            var folder = Files.isDirectory(target)
                    ? Files.createTempDirectory(target, name)
                    : Files.createTempDirectory(name);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
