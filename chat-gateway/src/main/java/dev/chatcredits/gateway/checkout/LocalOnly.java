package dev.chatcredits.gateway.checkout;

import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses to start where everyone could give themselves a plan: with a free checkout, and people from another machine's issuer. */
@Startup
@Singleton
class LocalOnly {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    LocalOnly(
            CheckoutConfig config,
            @ConfigProperty(name = "quarkus.oidc.auth-server-url") Optional<String> server,
            @ConfigProperty(name = "quarkus.oidc.token.issuer") Optional<String> issuer) {
        var issuers = Stream.of(server, issuer)
                .flatMap(Optional::stream)
                .filter(text -> !text.equals("any"))
                .toList();
        if (config.local() && (issuers.isEmpty() || !issuers.stream().allMatch(LocalOnly::isLoopback))) {
            throw new IllegalArgumentException(
                    "gateway.checkout.local gives plans away; it needs an issuer on loopback (quarkus.oidc.auth-server-url)");
        }
        config.url().ifPresent(LocalOnly::requireUrl);
    }

    private static boolean isLoopback(String url) {
        try {
            return LOOPBACK.contains(String.valueOf(URI.create(url).getHost()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void requireUrl(String template) {
        var example = template.replace("{planId}", "p").replace("{userId}", "u");
        if (!example.startsWith("https://") && !isLoopback(example)) {
            throw new IllegalArgumentException("gateway.checkout.url must begin with https://");
        }
    }
}
