package dev.chatcredits.credit.account;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the ledger is used by REST calls. */
@ConfigMapping(prefix = "credits.ledger")
interface LedgerConfig {

    /** Longer than the longest generation and what its event may take; the gateway refuses to start with less than it needs. */
    @WithDefault("15m")
    Duration holdLife();

    /** What the gateways' total limit and publish budget come to at most; a hold must outlive its generation. */
    @WithDefault("11m")
    Duration longestGeneration();

    /** A few transactions keep PostgreSQL busy on two cores while calls that wait gather for the next. */
    @WithDefault("4")
    @WithConverter(AtLeastOne.class)
    int transactionsInFlight();

    /** Enough to share a commit among many, few enough that the first of them doesn't wait long. */
    @WithDefault("64")
    @WithConverter(AtLeastOne.class)
    int commandsPerTransaction();

    /** What waits longer than callers do (a second or two) is better refused at once. */
    @WithDefault("2000")
    @WithConverter(AtLeastOne.class)
    int commandsWaiting();
}
