package dev.chatcredits.credit.account;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Where the ledger is, and as whom. The data source of application.properties is made of these. */
@ConfigMapping(prefix = "credits.database")
interface DatabaseConfig {

    /** Of PostgreSQL 15 or newer. */
    String host();

    /** Of PostgreSQL. */
    int port();

    /** Of the database. */
    String name();

    /** Migrates at the start; may create roles. */
    String owner();

    /** Of the owner. */
    String ownerPassword();

    /** The service works as this role, which can't rewrite entries; the migration makes it. */
    String role();

    /** Set for the role at each start. */
    String rolePassword();

    /** Callers wait for 3 s; who can't be reached within that is away. */
    @WithDefault("3s")
    Duration connectTimeout();

    /**
     * A connection over which nothing was heard for so long is dead. Longer than the 5 s that the role's statement_timeout gives
     * to any statement; the pool parts with connections that nobody needs before.
     */
    @WithDefault("8s")
    Duration silence();
}
