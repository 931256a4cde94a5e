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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.text.ParseException;
import java.util.List;
import no.nav.security.mock.oauth2.token.KeyProvider;
import org.jspecify.annotations.Nullable;

/** One key, kept in the data folder: tokens stay valid when the provider is started anew. */
final class SigningKey extends KeyProvider {
    private final RSAKey key;

    private SigningKey(RSAKey key) {
        super(List.of(key));
        this.key = key;
    }

    static SigningKey in(Path folder) throws IOException, JOSEException, ParseException {
        var file = folder.resolve("signing-key.json");
        if (!Files.exists(file)) {
            // An id that only this key has, so that nobody takes a cached key of other data for it.
            var key = new RSAKeyGenerator(2048)
                    .keyUse(KeyUse.SIGNATURE)
                    .keyIDFromThumbprint(true)
                    .generate();
            var unfinished = Files.createTempFile(folder, "signing-key", ".unfinished");
            Files.writeString(unfinished, key.toJSONString());
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return new SigningKey(RSAKey.parse(Files.readString(file)));
    }

    /** The library would give the key the name of the issuer. */
    @Override
    public JWK signingKey(String issuerId) {
        return key;
    }

    /** The keys by which the library verifies its own tokens, for {@code /userinfo}. */
    @Override
    public List<JWK> get(@Nullable JWKSelector selector, @Nullable SecurityContext context) {
        return selector == null ? List.of(key) : selector.select(new JWKSet(key));
    }
}
