package dev.chatcredits.testing;

import dev.chatcredits.testing.PlatformPart.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The keys of an OIDC part: for tokens that it would never give, and to rotate them.
 *
 * @param oidc a part of the kind OIDC
 */
public record SigningKeys(PlatformPart oidc) {

    /** Those of the provider that all tests of this JVM share. */
    public static SigningKeys shared() {
        return new SigningKeys(PlatformPart.shared(Kind.OIDC));
    }

    /** The key that signs now, with its private part, as JWK. */
    public String current() {
        return read(file("signing-key.json"));
    }

    /** From now on another key signs, and the one of now is the previous: still published, in place of the one before. */
    public void rotate() {
        try {
            Files.move(
                    file("signing-key.json"),
                    file("previous-signing-key.json"),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            // It makes the new key when it is asked for one.
            new DemoTokens(oidc.issuer()).service();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The key of before signs again, as if it had never been rotated; the one of now is no longer published. */
    public void restore(String key) {
        try {
            Files.deleteIfExists(file("previous-signing-key.json"));
            var unfinished = file("restored-signing-key.json");
            Files.writeString(unfinished, key);
            Files.move(unfinished, file("signing-key.json"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(String name) {
        return oidc.folder().resolve("data").resolve(name);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
