package dev.chatcredits.credit.history;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.enterprise.event.Observes;

/** Hibernate's first query takes a second or more; it is asked before the service is ready, so that no person waits for it. */
final class WarmUp {

    void ask(@Observes StartupEvent started) {
        try {
            VertxContextSupport.subscribeAndAwait(() -> Panache.withSession(() -> EntryRow.page("", 1, 1)));
        } catch (Throwable e) {
            Log.warnf("the first look at the history will take longer: %s", e.toString());
        }
    }
}
