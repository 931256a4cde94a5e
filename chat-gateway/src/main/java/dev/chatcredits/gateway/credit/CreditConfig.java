package dev.chatcredits.gateway.credit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/** How the credit service is reached. */
@ConfigMapping(prefix = "gateway.credit")
public interface CreditConfig {

    /** The local platform's. */
    @WithDefault("http://localhost:8081")
    URI url();

    /** A hold takes milliseconds; who waits longer than this is better told to come again. */
    @WithDefault("2s")
    Duration timeout();

    /** One connection carries one call at a time, and a call takes milliseconds: more would only queue in the database. */
    @WithDefault("64")
    int connections();

    /** All open pages of a person may ask at once, and more. One that asks for more than half of the connections would shut out the others. */
    @WithDefault("32")
    int readsPerUser();

    /** Of the last {@link #breakerVolume} calls half failed: for this long none goes out, and all are refused at once. */
    @WithDefault("2s")
    Duration breakerDelay();

    /** Few enough to notice an outage within a second or two, enough not to be tripped by one lost connection. */
    @WithDefault("20")
    int breakerVolume();

    /** A release or settlement that nobody waits for is tried again this often, with growing pauses. */
    @WithDefault("5")
    int backgroundTries();

    /** Prices change with a deployment of the credit service; a minute later everyone sees them. */
    @WithDefault("1m")
    Duration catalogRefresh();
}
