package dev.chatcredits.gateway.identity;

import jakarta.json.JsonString;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a subscription out of claims. A claim is a string, one slug or several with commas between them, or a list of such
 * strings; each slug may have Clerk's scope before it ({@code u:pro_user}, {@code o:team}). Anything else says nothing.
 */
record ClaimReader(List<List<String>> planPaths, List<List<String>> featurePaths) {

    /** User, organization, or both, as Clerk's session tokens (version 2) write it. */
    private static final Pattern SCOPE = Pattern.compile("^(u|o|uo|ou):");

    private static final Pattern STEP = Pattern.compile("\"([^\"]+)\"|([^/\"]+)");

    /** What the credit service takes; nobody's plan has a longer name. */
    private static final Pattern SLUG = Pattern.compile("[^\\p{Cc}]{1,200}");

    /** What the credit service takes. Beside the plan, so that people with more roles than that keep at least their plan. */
    private static final int MOST_FEATURES = 100;

    static ClaimReader of(SubscriptionClaims claims) {
        return new ClaimReader(
                claims.planClaims().stream().map(ClaimReader::path).toList(),
                claims.featureClaims().stream().map(ClaimReader::path).toList());
    }

    Subscription read(Map<String, ?> claims, Instant issuedAt) {
        var plans = slugs(claims, planPaths);
        var features = slugs(claims, featurePaths);
        var plan = plans.stream().findFirst().orElse(null);
        var others = Stream.concat(plans.stream(), features.stream())
                .filter(slug -> !slug.equals(plan))
                .distinct()
                .limit(MOST_FEATURES)
                .toList();
        return new Subscription(plan, others, issuedAt, Subscription.Kind.TOKEN);
    }

    static List<String> path(String claim) {
        var steps = STEP.matcher(claim)
                .results()
                .map(step -> step.group(1) != null ? step.group(1) : step.group(2))
                .toList();
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("gateway.subscription: not the path of a claim: '" + claim + "'");
        }
        return steps;
    }

    private static Collection<String> slugs(Map<String, ?> claims, List<List<String>> paths) {
        var slugs = new LinkedHashSet<String>();
        for (var path : paths) {
            texts(at(claims, path))
                    .flatMap(text -> Arrays.stream(text.split(",", -1)))
                    .map(slug -> SCOPE.matcher(slug.strip()).replaceFirst(""))
                    .filter(slug -> SLUG.matcher(slug).matches())
                    .forEach(slugs::add);
        }
        return slugs;
    }

    private static @Nullable Object at(Map<String, ?> claims, List<String> path) {
        @Nullable Object value = claims;
        for (var step : path) {
            value = value instanceof Map<?, ?> map ? map.get(step) : null;
        }
        return value;
    }

    /** The JWT library gives lists as JSON-P values. */
    private static Stream<String> texts(@Nullable Object value) {
        return switch (value) {
            case String text -> Stream.of(text);
            case JsonString text -> Stream.of(text.getString());
            case List<?> list ->
                list.stream().filter(item -> !(item instanceof List)).flatMap(ClaimReader::texts);
            case null, default -> Stream.empty();
        };
    }
}
