package dev.chatcredits.gateway.credit;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Plans and prices as the credit service has them.
 *
 * @param defaultCost of a model without a price; null when such models are refused
 */
public record Catalog(
        List<Plan> plans, List<Model> models, @Nullable Long defaultCost) {

    private static final String WILDCARD = "*";

    /**
     * A plan.
     *
     * @param credits per period
     * @param highlights what else the operator says of it; none when a credit service doesn't know them yet
     */
    public record Plan(String id, String name, long credits, List<String> highlights) {
        public Plan(String id, String name, long credits, @Nullable List<String> highlights) {
            this.id = id;
            this.name = name;
            this.credits = credits;
            this.highlights = highlights == null ? List.of() : List.copyOf(highlights);
        }
    }

    /** A model, or by {@code *} at its end all whose ids begin alike; {@code credits} per generation. */
    public record Model(String id, String name, long credits) {

        private boolean isFor(String modelId) {
            return id.endsWith(WILDCARD)
                    ? modelId.startsWith(id.substring(0, id.length() - WILDCARD.length()))
                    : id.equals(modelId);
        }
    }

    /** A model with its name and price: its own, else that of the longest wildcard, else the default. */
    public Optional<Model> model(String modelId) {
        var own = models.stream().filter(model -> model.id().equals(modelId)).findFirst();
        if (own.isPresent()) {
            return own;
        }
        return models.stream()
                .filter(model -> model.isFor(modelId))
                .max(Comparator.comparingInt(model -> model.id().length()))
                .map(Model::credits)
                .or(() -> Optional.ofNullable(defaultCost))
                .map(credits -> new Model(modelId, modelId, credits));
    }
}
