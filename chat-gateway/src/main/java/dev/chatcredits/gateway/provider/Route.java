package dev.chatcredits.gateway.provider;

import java.util.List;

/**
 * Where the requests for one public model go.
 *
 * @param model the model's id as the callers write it; in {@link Routes#all} a wildcard route has its pattern here
 *     ({@code openrouter/*}), in {@link Routes#find} the id that was asked for
 * @param targets never empty; the first is called, the others, in this order, when one before it failed before its first
 *     token
 */
public record Route(String model, List<Target> targets) {

    static final String WILDCARD = "*";

    public Route {
        targets = List.copyOf(targets);
    }

    /** A wildcard can't be asked for by its own name, so lists of models leave it out. */
    public boolean wildcard() {
        return model.endsWith(WILDCARD);
    }

    /**
     * One place that can answer.
     *
     * @param providerName the operator's name for the provider, for logs and metrics
     * @param upstreamModel what the provider calls the model; goes into the request in place of the public id
     */
    public record Target(String providerName, Provider provider, String upstreamModel) {}
}
