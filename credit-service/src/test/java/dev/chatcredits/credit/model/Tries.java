package dev.chatcredits.credit.model;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.sessions.JqwikSession;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;

/**
 * Tries random values and shrinks the one that fails, with jqwik's generators, where a {@code @Property} can't be: inside the
 * application under test. A failure names its seed; {@code -Dmodel.seed=…} tries that one alone, {@code -Dmodel.tries=…} more than usual.
 */
public final class Tries {

    private static final int GENERATOR_SIZE = 1000;
    private static final int SHRINKING = 1000;

    private Tries() {}

    /** Then there is only one value, which somebody wants to look at. */
    public static boolean isOfOneSeed() {
        return Long.getLong("model.seed") != null;
    }

    public static <T> void of(Arbitrary<T> values, int usually, Consumer<T> property) {
        Long only = Long.getLong("model.seed");
        int tries = only == null ? Integer.getInteger("model.tries", usually) : 1;
        JqwikSession.run(() -> {
            RandomGenerator<T> generator = values.generator(GENERATOR_SIZE);
            for (int i = 0; i < tries; i++) {
                long seed = only == null ? new Random().nextLong() : only;
                Shrinkable<T> tried = generator.next(new Random(seed));
                Throwable failure = failure(property, tried);
                if (failure != null) {
                    throw shrunk(property, tried, failure, seed);
                }
                JqwikSession.finishTry();
            }
        });
    }

    /** One random value, for a test that couldn't do the same again. */
    public static <T> T some(Arbitrary<T> values) {
        List<T> some = new ArrayList<>();
        JqwikSession.run(() ->
                some.add(values.generator(GENERATOR_SIZE).next(new Random()).value()));
        return some.getFirst();
    }

    /** Takes the first smaller value that fails too, again and again. */
    private static <T> AssertionFailedError shrunk(
            Consumer<T> property, Shrinkable<T> tried, Throwable first, long seed) {
        Shrinkable<T> smallest = tried;
        Throwable failure = first;
        Iterator<Shrinkable<T>> smaller = smallest.shrink().iterator();
        for (int i = 0; i < SHRINKING && smaller.hasNext(); i++) {
            Shrinkable<T> next = smaller.next();
            Throwable again = failure(property, next);
            if (again != null) {
                smallest = next;
                failure = again;
                smaller = smallest.shrink().iterator();
            }
        }
        return new AssertionFailedError(
                failure.getMessage() + "\n-Dmodel.seed=" + seed + "\n" + smallest.value(), failure);
    }

    private static <T> @Nullable Throwable failure(Consumer<T> property, Shrinkable<T> tried) {
        try {
            property.accept(tried.value());
            return null;
        } catch (RuntimeException | AssertionError e) {
            return e;
        }
    }
}
