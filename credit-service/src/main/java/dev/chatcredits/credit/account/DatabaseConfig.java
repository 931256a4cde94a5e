package dev.chatcredits.credit.account;

import io.smallrye.config.ConfigMapping;

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
}
