package dev.chatcredits.gateway.credit;

import dev.chatcredits.gateway.problem.Code;
import dev.chatcredits.gateway.provider.Route;
import dev.chatcredits.gateway.provider.Routes;
import dev.chatcredits.gateway.start.Waiting;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What is for sale: the catalog of the credit service, kept and read anew from time to time, and of its models those that have a route.
 * For showing only; what a generation costs is decided by its hold.
 */
@Singleton
public class Prices {

    private static final Logger LOG = Logger.getLogger(Prices.class);

    private final CreditClient credit;
    private final CreditConfig config;
    private final Routes routes;
    private final Vertx vertx;

    /** For the first answer: a gateway isn't ready without it. */
    private final Waiting waiting = new Waiting();

    private volatile @Nullable Catalog catalog;

    Prices(CreditClient credit, CreditConfig config, Routes routes, Vertx vertx) {
        this.credit = credit;
        this.config = config;
        this.routes = routes;
        this.vertx = vertx;
    }

    void keepFresh(@Observes StartupEvent started) {
        refreshFromTimeToTime();
    }

    /** Plans and prices, as they were read last. */
    public Uni<Catalog> catalog() {
        var known = catalog;
        return known == null
                ? refresh().onFailure().transform(e -> Code.CREDIT_CHECK_FAILED.problem("Prices can't be read."))
                : Uni.createFrom().item(known);
    }

    /** The models that can be asked for, with their prices. */
    public Uni<List<Catalog.Model>> models() {
        return catalog().map(this::served);
    }

    /** The ids of the models that can be paid with so many credits. */
    public List<String> affordable(long credits) {
        var known = catalog;
        return known == null
                ? List.of()
                : served(known).stream()
                        .filter(model -> model.credits() <= credits)
                        .map(Catalog.Model::id)
                        .toList();
    }

    /** Whether the credit service was ever reached. */
    public boolean known() {
        return catalog != null;
    }

    private List<Catalog.Model> served(Catalog known) {
        return routes.all().stream()
                .filter(route -> !route.wildcard())
                .map(Route::model)
                .flatMap(model -> known.model(model).stream())
                .toList();
    }

    private void refreshFromTimeToTime() {
        refresh()
                .onFailure()
                .invoke(e -> {
                    if (known() || waiting.isToBeSaid()) {
                        LOG.warnf("The catalog was not read: %s", e.getMessage());
                    }
                })
                .onTermination()
                .invoke(() -> vertx.setTimer(
                        known() ? config.catalogRefresh().toMillis() : waiting.pauseMillis(),
                        timer -> refreshFromTimeToTime()))
                .subscribe()
                .with(read -> {}, reported -> {});
    }

    private Uni<Catalog> refresh() {
        return credit.catalog().invoke(read -> catalog = read);
    }
}
