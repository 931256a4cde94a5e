package dev.chatcredits.local;

import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ResourceOwnerPasswordCredentialsGrant;
import com.nimbusds.oauth2.sdk.TokenRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import no.nav.security.mock.oauth2.OAuth2Exception;
import no.nav.security.mock.oauth2.token.OAuth2TokenCallback;

/**
 * Who gets which token. People get theirs through the client {@code chat-web}, by code or by password grant, for the
 * gateway; services theirs by client credentials, for the credit service. No password and no secret is checked.
 */
final class DemoTokens implements OAuth2TokenCallback {
    static final String ISSUER_ID = "demo";
    static final String WEB_CLIENT = "chat-web";

    private static final Map<String, List<String>> GROUPS_OF_SERVICES = Map.of(
            "chat-gateway", List.of("credits-service", "credits-billing"),
            "credit-admin", List.of("credits-admin"));

    @Override
    public String issuerId() {
        return ISSUER_ID;
    }

    @Override
    public String typeHeader(TokenRequest request) {
        return "JWT";
    }

    /** Asked for services only: a person's subject comes from the password grant or from the login. */
    @Override
    public String subject(TokenRequest request) {
        if (!isService(request)) {
            throw refused(OAuth2Error.INVALID_GRANT, "unknown code or refresh token; log in again");
        }
        return clientId(request);
    }

    @Override
    public List<String> audience(TokenRequest request) {
        return List.of(isService(request) ? "credit-service" : "chat-gateway");
    }

    @Override
    public Map<String, Object> addClaims(TokenRequest request) {
        var claims = new HashMap<String, Object>(isService(request) ? serviceClaims(request) : personClaims(request));
        claims.put("azp", clientId(request));
        return claims;
    }

    /** An hour, unless a test wants to see the end of it. */
    @Override
    public long tokenExpiry() {
        return Long.getLong("token-life", Duration.ofHours(1).toSeconds());
    }

    private static Map<String, Object> serviceClaims(TokenRequest request) {
        var groups = GROUPS_OF_SERVICES.get(clientId(request));
        if (groups == null) {
            throw refused(OAuth2Error.INVALID_CLIENT, "no such service: " + clientId(request));
        }
        return Map.of("groups", groups);
    }

    private static Map<String, Object> personClaims(TokenRequest request) {
        if (!clientId(request).equals(WEB_CLIENT)) {
            throw refused(OAuth2Error.INVALID_CLIENT, "people log in through the client " + WEB_CLIENT);
        }
        var grant = request.getAuthorizationGrant();
        if (grant instanceof ResourceOwnerPasswordCredentialsGrant password) {
            return DemoPerson.of(password.getUsername())
                    .orElseThrow(() -> refused(OAuth2Error.INVALID_GRANT, "no such person: " + password.getUsername()))
                    .claims();
        }
        if (grant.getType().equals(GrantType.AUTHORIZATION_CODE)
                || grant.getType().equals(GrantType.REFRESH_TOKEN)) {
            // The login put the claims in, see LoginPage.
            return Map.of();
        }
        throw refused(OAuth2Error.UNSUPPORTED_GRANT_TYPE, "not here: " + grant.getType());
    }

    private static boolean isService(TokenRequest request) {
        return request.getAuthorizationGrant().getType().equals(GrantType.CLIENT_CREDENTIALS);
    }

    private static String clientId(TokenRequest request) {
        var authentication = request.getClientAuthentication();
        var clientId = authentication == null ? request.getClientID() : authentication.getClientID();
        if (clientId == null) {
            throw refused(OAuth2Error.INVALID_CLIENT, "client_id is missing");
        }
        return clientId.getValue();
    }

    private static OAuth2Exception refused(ErrorObject error, String description) {
        return new OAuth2Exception(error.setDescription(description), description, null);
    }
}
