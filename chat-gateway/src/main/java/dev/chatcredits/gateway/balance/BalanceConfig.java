package dev.chatcredits.gateway.balance;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The live balance. */
@ConfigMapping(prefix = "gateway.balance")
interface BalanceConfig {

    /** Shorter than the idle limits of proxies; also how long a lost notice can stay unnoticed. */
    @WithDefault("15s")
    Duration heartbeat();

    /** Open pages of one person. */
    @WithDefault("20")
    int streamsPerUser();
}
