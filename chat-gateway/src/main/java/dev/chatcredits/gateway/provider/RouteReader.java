package dev.chatcredits.gateway.provider;

import dev.chatcredits.gateway.provider.Route.Target;
import dev.chatcredits.gateway.provider.RouteSettings.Destination;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Turns settings into routes; refuses, naming the key, what could only go wrong later. */
final class RouteReader {

    private final Providers providers;
    private final Set<String> models = new HashSet<>();

    RouteReader(Providers providers) {
        this.providers = providers;
    }

    List<Route> read(RouteSettings settings, DefaultRoutes defaults) {
        return settings.entries().isEmpty() ? shipped(defaults) : configured(settings);
    }

    private List<Route> shipped(DefaultRoutes defaults) {
        var key = "gateway.default-routes.";
        return defaults.models().stream()
                .map(model -> model(model, key + "models"))
                .map(model -> new Route(model, List.of(target(defaults.provider(), key + "provider", model))))
                .toList();
    }

    private List<Route> configured(RouteSettings settings) {
        var routes = new ArrayList<Route>();
        for (var entry : settings.entries()) {
            var key = "gateway.routes[" + routes.size() + "]";
            var model = model(entry.model(), key + ".model");
            var targets = new ArrayList<Target>();
            targets.add(target(entry, model, key));
            for (var fallback : entry.fallbacks()) {
                targets.add(target(fallback, model, key + ".fallbacks[" + (targets.size() - 1) + "]"));
            }
            routes.add(new Route(model, targets));
        }
        return routes;
    }

    private Target target(Destination destination, String model, String key) {
        var upstream = destination.upstreamModel().orElse(model);
        require(!upstream.isBlank(), key + ".upstream-model", "is empty");
        require(
                model.endsWith(Route.WILDCARD) || !upstream.contains(Route.WILDCARD),
                key + ".upstream-model",
                "has a wildcard, but its model has none");
        return target(destination.provider(), key + ".provider", upstream);
    }

    private Target target(String providerName, String key, String upstream) {
        return new Target(providerName, providers.get(providerName, key), upstream);
    }

    private String model(String model, String key) {
        require(!model.isBlank(), key, "is empty");
        var star = model.indexOf(Route.WILDCARD);
        require(star < 0 || star == model.length() - 1, key, "a wildcard can only be at the end");
        require(models.add(model), key, "two routes of the model " + model);
        return model;
    }

    static void require(boolean condition, String key, String problem) {
        if (!condition) {
            throw new IllegalArgumentException(key + ": " + problem);
        }
    }
}
