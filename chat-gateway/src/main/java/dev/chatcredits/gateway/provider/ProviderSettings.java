package dev.chatcredits.gateway.provider;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The upstreams that routes can name. Only the operator can add one; no request has a say in it. (Public, for
 * Hibernate Validator looks into it.)
 */
@ConfigMapping(prefix = "gateway.providers")
public interface ProviderSettings {

    @WithParentName
    Map<String, Upstream> named();

    enum Type {
        /** Any endpoint that speaks the OpenAI chat-completions protocol. */
        OPENAI,
        /** Made-up answers, for trying things out without a key. */
        DEMO
    }

    interface Upstream {

        /** What almost every endpoint speaks. */
        @WithDefault("openai")
        Type type();

        /** Up to and without {@code /chat/completions}. */
        Optional<String> baseUrl();

        /** Sent as a bearer token. */
        Optional<String> apiKey();

        /** A forgotten key is found at start-up, not by the first user; an endpoint of one's own may need none. */
        @WithDefault("true")
        boolean keyRequired();

        /** Some endpoints want more than a key ({@code HTTP-Referer}, {@code X-Title}, {@code OpenAI-Organization}). */
        Map<String, String> headers();

        /** A healthy endpoint accepts in well under a second; then the next target can be tried. */
        @WithDefault("3s")
        Duration connectTimeout();

        /** HTTP/1.1 carries one answer a connection, so this bounds the answers that run at once. */
        @WithDefault("1000")
        int maxConnections();

        /** One token is tens of bytes; what is over this is no token. */
        @WithDefault("1M")
        MemorySize maxEventSize();

        /** A whole answer, images as base64 included. */
        @WithDefault("16M")
        MemorySize maxBodySize();

        /** For the demo: about the pace at which people read. */
        @WithDefault("40ms")
        Duration wordDelay();
    }
}
