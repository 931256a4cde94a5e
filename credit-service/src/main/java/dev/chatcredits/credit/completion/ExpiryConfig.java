package dev.chatcredits.credit.completion;

import dev.chatcredits.credit.account.AtLeastOne;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When holds that nobody ended are given back. */
@ConfigMapping(prefix = "credits.expiry")
interface ExpiryConfig {

    /** Credits of a crashed gateway come back this long after their hold's life at the latest. */
    @WithDefault("10s")
    Duration every();

    /** Holds per transaction. */
    @WithDefault("500")
    @WithConverter(AtLeastOne.class)
    int batch();
}
