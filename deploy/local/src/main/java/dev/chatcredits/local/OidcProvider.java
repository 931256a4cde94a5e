package dev.chatcredits.local;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Set;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.http.NettyWrapper;
import no.nav.security.mock.oauth2.http.OAuth2HttpRequestHandler;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;

/**
 * A small OpenID Connect provider with the demo people, issuer {@code http://localhost:<port>/demo}. It checks no passwords
 * and no secrets, and therefore listens on 127.0.0.1 only.
 */
public final class OidcProvider {

    private OidcProvider() {}

    /** Arguments: data folder, port. */
    public static void main(String[] args) {
        LocalPart.run("oidc", args, OidcProvider::start);
    }

    private static void start(Path folder, int port) throws Exception {
        LocalPart.requireFree(port);
        var server = new NettyWrapper();
        var keys = SigningKey.in(folder);
        var tokens = new OAuth2TokenProvider(keys);
        var library = new OAuth2HttpRequestHandler(
                new OAuth2Config(true, null, null, false, tokens, Set.of(new DemoTokens()), server));
        server.start(
                InetAddress.getLoopbackAddress(), port, new OidcRoutes(library.getAuthorizationServer(), keys, port));
    }
}
