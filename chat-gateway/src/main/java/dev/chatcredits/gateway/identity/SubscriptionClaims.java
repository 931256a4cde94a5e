package dev.chatcredits.gateway.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;

/**
 * Where a token names plans and features. A claim is a path of names with {@code /} between them, a name with a slash in it in
 * double quotes: {@code realm_access/roles}, {@code "https://example.com/plan"}.
 */
@ConfigMapping(prefix = "gateway.subscription")
public interface SubscriptionClaims {

    /** Clerk's name for it, and the plain one. Keycloak with realm roles: {@code realm_access/roles}. */
    @WithDefault("pla,plan")
    List<String> planClaims();

    /** Clerk's name for it, and the plain one. */
    @WithDefault("fea,features")
    List<String> featureClaims();
}
