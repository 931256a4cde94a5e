package dev.chatcredits.credit.account;

import dev.chatcredits.credit.balance.BalanceNotices;
import dev.chatcredits.credit.catalog.Catalog;
import dev.chatcredits.credit.ledger.Anchor;
import dev.chatcredits.credit.ledger.Command;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/** The application's own ledger, but for the clock and the day that periods are counted from. */
@Singleton
class Ledgers {

    static final Duration LIMIT = Duration.ofSeconds(30);

    private final Pool pool;
    private final AccountWriter writer;
    private final BalanceNotices notices;
    private final CommandMetrics metrics;
    private final LedgerConfig config;
    private final Catalog catalog;

    Ledgers(
            Pool pool,
            AccountWriter writer,
            BalanceNotices notices,
            CommandMetrics metrics,
            LedgerConfig config,
            Catalog catalog) {
        this.pool = pool;
        this.writer = writer;
        this.notices = notices;
        this.metrics = metrics;
        this.config = config;
        this.catalog = catalog;
    }

    Ledger ledger(Anchor anchor, Clock clock) {
        Catalog anchored =
                new Catalog(catalog.plans(), catalog.features(), catalog.models(), catalog.defaultCost(), anchor);
        return new Ledger(pool, clock, new AccountReader(anchored), writer, notices, metrics);
    }

    CommandQueue queue(Ledger ledger) {
        return new CommandQueue(ledger, config);
    }

    static Result submit(CommandQueue queue, Command command) {
        return queue.submit(command).await().atMost(LIMIT);
    }
}
