package dev.chatcredits.credit.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the identity provider is asked. */
@ConfigMapping(prefix = "credits.identity")
interface IdentityConfig {

    /** It answers in milliseconds; one that says nothing for this long won't, and is asked anew when there is need. */
    @WithDefault("10s")
    Duration patience();
}
