package dev.chatcredits.credit.catalog;

import dev.chatcredits.credit.ledger.Allocation;
import dev.chatcredits.credit.ledger.Anchor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What plans and features give and what models cost.
 *
 * @param plans by id, in the operator's order
 * @param features credits per period by id
 * @param models by id, in the operator's order
 * @param defaultCost of a model without a price; empty when such models are refused
 * @param anchor where periods are counted from
 */
public record Catalog(
        Map<String, Plan> plans,
        Map<String, Long> features,
        Map<String, Model> models,
        Optional<Long> defaultCost,
        Anchor anchor) {

    /**
     * A plan.
     *
     * @param credits per period
     * @param highlights what else the operator says of it, to be shown as text
     */
    public record Plan(String id, String name, long credits, List<String> highlights) {
        public Plan {
            highlights = List.copyOf(highlights);
        }
    }

    /**
     * A model.
     *
     * @param id ends in {@code *} for all whose ids begin alike
     * @param credits per generation
     */
    public record Model(String id, String name, long credits) {

        boolean isWildcard() {
            return id.endsWith("*");
        }

        boolean matches(String modelId) {
            return isWildcard() ? modelId.startsWith(id.substring(0, id.length() - 1)) : id.equals(modelId);
        }
    }

    /** In the operator's order. */
    public static <T> Map<String, T> ordered(Map<String, T> byId) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(byId));
    }

    /**
     * The most that any of the plans and features gives; they are not added up.
     *
     * @param slugs ids of plans and features alike, as a signed source names them
     * @return empty when none of them is known: no subscription. It is named after the best plan that is known, else the feature.
     */
    public Optional<Allocation> allocation(Collection<String> slugs) {
        List<Allocation> byPlan = new ArrayList<>();
        List<Allocation> byFeature = new ArrayList<>();
        for (String slug : slugs) {
            Plan plan = plans.get(slug);
            if (plan != null) {
                byPlan.add(new Allocation(slug, plan.credits()));
            }
            Long feature = features.get(slug);
            if (feature != null) {
                byFeature.add(new Allocation(slug, feature));
            }
        }
        Optional<Allocation> plan = best(byPlan);
        Optional<Allocation> feature = best(byFeature);
        if (plan.isEmpty() || feature.isEmpty()) {
            return plan.or(() -> feature);
        }
        return Optional.of(new Allocation(
                plan.get().planId(),
                Math.max(plan.get().credits(), feature.get().credits())));
    }

    /** The order of the slugs must not matter, or the same subscription could look like another plan. */
    private static Optional<Allocation> best(List<Allocation> allocations) {
        return allocations.stream()
                .max(Comparator.comparingLong(Allocation::credits).thenComparing(Allocation::planId));
    }

    /** What people call a plan, or a feature that stands for one. */
    public String planName(String planId) {
        Plan plan = plans.get(planId);
        return plan == null ? planId : plan.name();
    }

    /**
     * What a generation of a model costs.
     *
     * @return empty when the model has no price and such models are refused
     */
    public Optional<Long> price(String modelId) {
        return priced(modelId).map(Model::credits).or(() -> defaultCost);
    }

    /** Whether the operator set a price for the model; the default applies otherwise. */
    public boolean hasPrice(String modelId) {
        return priced(modelId).isPresent();
    }

    /** The exact id, else the longest wildcard. */
    private Optional<Model> priced(String modelId) {
        Model exact = models.get(modelId);
        if (exact != null) {
            return Optional.of(exact);
        }
        return models.values().stream()
                .filter(m -> m.isWildcard() && m.matches(modelId))
                .max(Comparator.comparingInt(m -> m.id().length()));
    }
}
