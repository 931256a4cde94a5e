package dev.chatcredits.local;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import no.nav.security.mock.oauth2.token.KeyProvider;
import org.jspecify.annotations.Nullable;

/**
 * The key in {@code signing-key.json} of the data folder: tokens stay valid when the provider is started anew. To rotate, rename the file to
 * {@code previous-signing-key.json}: a new key is made at the next use, and tokens of the previous one stay valid until its file is
 * deleted. Both files are looked at whenever keys are needed.
 */
final class SigningKey extends KeyProvider {
    private final Path current;
    private final Path previous;

    private SigningKey(Path folder) {
        super(List.of());
        this.current = folder.resolve("signing-key.json");
        this.previous = folder.resolve("previous-signing-key.json");
    }

    static SigningKey in(Path folder) {
        var keys = new SigningKey(folder);
        keys.currentKey();
        return keys;
    }

    /** What others verify tokens with: the public parts of the key and of the previous one. */
    String published() {
        return new JWKSet(keys()).toPublicJWKSet().toString();
    }

    /** The library would give the key the name of the issuer. */
    @Override
    public JWK signingKey(String issuerId) {
        return currentKey();
    }

    /** The keys by which the library verifies its own tokens, for {@code /userinfo}. */
    @Override
    public List<JWK> get(@Nullable JWKSelector selector, @Nullable SecurityContext context) {
        return selector == null ? keys() : selector.select(new JWKSet(keys()));
    }

    private List<JWK> keys() {
        var keys = new ArrayList<JWK>(List.of(currentKey()));
        if (Files.exists(previous)) {
            keys.add(read(previous));
        }
        return keys;
    }

    private synchronized RSAKey currentKey() {
        if (!Files.exists(current)) {
            make();
        }
        return read(current);
    }

    /** With an id that only this key has, so that nobody takes a cached key of other data for it. */
    private void make() {
        try {
            var key = new RSAKeyGenerator(2048)
                    .keyUse(KeyUse.SIGNATURE)
                    .keyIDFromThumbprint(true)
                    .generate();
            var unfinished = Files.createTempFile(current.getParent(), "signing-key", ".unfinished");
            Files.writeString(unfinished, key.toJSONString());
            Files.move(unfinished, current, StandardCopyOption.ATOMIC_MOVE);
        } catch (JOSEException e) {
            throw new IllegalStateException("no key can be made", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RSAKey read(Path file) {
        try {
            return RSAKey.parse(Files.readString(file));
        } catch (ParseException e) {
            throw new IllegalStateException(file + " holds no key", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
