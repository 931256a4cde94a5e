package dev.chatcredits.gateway.provider;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import dev.chatcredits.gateway.provider.Route.Target;
import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The models that this gateway serves, and by whom. Read once: a configuration that makes no sense stops the start with a
 * message that names the key.
 */
@Startup
@Singleton
public class Routes {

    private static final Logger LOG = Logger.getLogger(Routes.class);

    /**
     * What a wildcard can stand for. No colon: OpenRouter's suffixes ({@code :online}, {@code :nitro}) change what a call
     * costs, and a wildcard has one price.
     */
    private static final Pattern WILDCARD_MATCH = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,127}");

    private final List<Route> all;
    private final Map<String, Route> exact;
    private final List<Route> wildcards;

    @Inject
    Routes(ProviderSettings providers, RouteSettings routes, DefaultRoutes defaults, Vertx vertx) {
        all = new RouteReader(new Providers(providers, vertx)).read(routes, defaults);
        exact = all.stream().filter(route -> !route.wildcard()).collect(toMap(Route::model, identity()));
        wildcards = all.stream()
                .filter(Route::wildcard)
                .sorted(Comparator.comparingInt((Route route) -> route.model().length())
                        .reversed())
                .toList();
        all.forEach(Routes::log);
    }

    /** The route of a model: the one of exactly this name, else the wildcard with the longest prefix; empty: not served. */
    public Optional<Route> find(String modelId) {
        var route = exact.get(modelId);
        if (route != null) {
            return Optional.of(route);
        }
        return wildcards.stream().flatMap(wildcard -> match(wildcard, modelId)).findFirst();
    }

    /** All routes in the operator's order, wildcards with their pattern as model. */
    public List<Route> all() {
        return all;
    }

    private static Stream<Route> match(Route wildcard, String modelId) {
        var prefix = wildcard.model().substring(0, wildcard.model().length() - Route.WILDCARD.length());
        if (!modelId.startsWith(prefix)) {
            return Stream.empty();
        }
        var matched = modelId.substring(prefix.length());
        if (!WILDCARD_MATCH.matcher(matched).matches()) {
            return Stream.empty();
        }
        var targets = wildcard.targets().stream()
                .map(target -> new Target(
                        target.providerName(),
                        target.provider(),
                        target.upstreamModel().replace(Route.WILDCARD, matched)))
                .toList();
        return Stream.of(new Route(modelId, targets));
    }

    private static void log(Route route) {
        for (var target : route.targets()) {
            LOG.infof("%s is served by %s as %s", route.model(), target.providerName(), target.upstreamModel());
        }
    }
}
