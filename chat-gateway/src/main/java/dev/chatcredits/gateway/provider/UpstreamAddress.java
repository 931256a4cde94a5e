package dev.chatcredits.gateway.provider;

import static dev.chatcredits.gateway.provider.RouteReader.require;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a provider is and what every call to it carries.
 *
 * @param baseUrl without a slash at the end
 * @param headers the key among them: never to be logged
 */
record UpstreamAddress(URI baseUrl, MultiMap headers) {

    /**
     * RFC 9110: a token; and what a header's value may hold without breaking out of its line. Names with a dot are what environment
     * variables make of HTTP_REFERER, and no endpoint knows one.
     */
    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+^_`|~0-9A-Za-z-]+");

    private static final Pattern HEADER_VALUE = Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]*[\\x21-\\x7e])?");

    /** They belong to the protocol, or say what the body is; another value can only break calls. */
    private static final Set<String> RESERVED = Set.of(
            "accept",
            "accept-encoding",
            "connection",
            "content-length",
            "content-type",
            "expect",
            "host",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    static UpstreamAddress of(ProviderSettings.Upstream settings, String key) {
        require(settings.baseUrl().isPresent(), key + ".base-url", "is missing");
        var baseUrl = baseUrl(settings.baseUrl().get(), key + ".base-url");
        var headers = MultiMap.caseInsensitiveMultiMap()
                .set(HttpHeaders.CONTENT_TYPE, "application/json")
                .set(HttpHeaders.USER_AGENT, "chat-gateway");
        apiKey(settings, key + ".api-key")
                .ifPresent(apiKey -> headers.set(HttpHeaders.AUTHORIZATION, "Bearer " + apiKey));
        settings.headers().forEach((name, value) -> {
            var header = key + ".headers." + name;
            require(
                    HEADER_NAME.matcher(name).matches(),
                    header,
                    "is no name of a header; one with a - can only be set in a file");
            require(!RESERVED.contains(name.toLowerCase(Locale.ROOT)), header, "is set by the gateway itself");
            requireSendable(value, header);
            headers.set(name, value);
        });
        return new UpstreamAddress(baseUrl, headers);
    }

    boolean ssl() {
        return baseUrl.getScheme().equals("https");
    }

    int port() {
        if (baseUrl.getPort() >= 0) {
            return baseUrl.getPort();
        }
        return ssl() ? 443 : 80;
    }

    private static URI baseUrl(String text, String key) {
        var problem = "must be http(s)://host[:port][/path], without user, query or fragment";
        try {
            var url = URI.create(text.replaceAll("/+$", ""));
            var scheme = String.valueOf(url.getScheme());
            require(scheme.equals("http") || scheme.equals("https"), key, problem);
            require(url.getHost() != null && url.getPort() <= 65_535, key, problem);
            require(url.getUserInfo() == null && url.getQuery() == null && url.getFragment() == null, key, problem);
            return url;
        } catch (IllegalArgumentException e) {
            // A user and a password in a URL are secrets: what was there is not repeated.
            throw new IllegalArgumentException(key + ": " + problem);
        }
    }

    private static Optional<String> apiKey(ProviderSettings.Upstream settings, String key) {
        var apiKey = settings.apiKey();
        apiKey.ifPresent(value -> requireSendable(value, key));
        require(
                apiKey.isPresent() || !settings.keyRequired(),
                key,
                "is missing (set key-required=false if it needs none)");
        return apiKey;
    }

    /** The value itself, which may be a secret, is not in the message. */
    private static void requireSendable(String value, String key) {
        require(
                HEADER_VALUE.matcher(value).matches(),
                key,
                "has a character, or a blank at an end, that no header can carry");
    }
}
