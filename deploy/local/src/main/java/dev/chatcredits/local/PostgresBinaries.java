package dev.chatcredits.local;

import dev.chatcredits.local.LocalPart.CantStart;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.apache.commons.io.FileUtils;

/** PostgreSQL's programs, unpacked once beside our jars. */
final class PostgresBinaries {

    private PostgresBinaries() {}

    /** The folder that holds {@code bin/postgres}. */
    static Path unpacked() throws Exception {
        var name = archiveName();
        var archive = PostgresBinaries.class.getResource("/" + name);
        if (archive == null) {
            throw new CantStart("no PostgreSQL for this machine on the class path: " + name);
        }
        // Other binaries, other folder: the checksum is in the jar's table of contents.
        var checksum =
                ((JarURLConnection) archive.openConnection()).getJarEntry().getCrc();
        var parent = besideOurJars();
        var folder = parent.resolve("postgres-" + Long.toHexString(checksum));
        if (!Files.exists(folder)) {
            unpack(archive, Files.createTempDirectory(parent, "postgres-unpacking"), folder);
        }
        return folder;
    }

    private static String archiveName() {
        var machine = System.getProperty("os.arch");
        return switch (System.getProperty("os.name") + " " + machine) {
            case "Linux amd64" -> "postgres-linux-x86_64.txz";
            case "Linux aarch64" -> "postgres-linux-arm_64.txz";
            default ->
                throw new CantStart("the local platform needs Linux on amd64 or arm64, this is "
                        + System.getProperty("os.name") + " on " + machine);
        };
    }

    private static Path besideOurJars() throws Exception {
        var code = PostgresBinaries.class.getProtectionDomain().getCodeSource().getLocation();
        return Path.of(code.toURI()).resolve("../..").normalize();
    }

    /** All or nothing, for several processes may unpack at the same time and each can be killed. */
    private static void unpack(URL archive, Path unfinished, Path folder) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZCompressorInputStream(archive.openStream()))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                write(tar, entry, unfinished.resolve(entry.getName()));
            }
        }
        try {
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.exists(folder)) {
                throw e;
            }
            FileUtils.deleteDirectory(unfinished.toFile());
        }
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path path) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        FileUtils.createParentDirectories(path.toFile());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, path);
        if ((entry.getMode() & 0100) != 0) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}
