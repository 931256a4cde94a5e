package dev.chatcredits.credit.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

/** A failure that nobody can see again is of little use. */
class TriesTest {

    private static final Arbitrary<Integer> NUMBERS = Arbitraries.integers().between(0, 1_000_000);

    private final List<Integer> tried = new ArrayList<>();

    @Test
    void aFailureNamesItsSeedAndTheSmallestValueThatFails() {
        String failure = failure();
        assertTrue(failure.matches("(?s).*too large.*\n-Dmodel\\.seed=-?\\d+\n7"), failure);
    }

    @Test
    void theSameSeedTriesTheSameValueAndNoOther() {
        Matcher seed = Pattern.compile("-Dmodel\\.seed=(-?\\d+)").matcher(failure());
        assertTrue(seed.find());
        int failed = tried.stream().filter(number -> number >= 7).findFirst().orElseThrow();
        tried.clear();
        System.setProperty("model.seed", seed.group(1));
        try {
            Tries.of(NUMBERS, 100, tried::add);
        } finally {
            System.clearProperty("model.seed");
        }
        assertEquals(List.of(failed), tried);
    }

    @Test
    void withoutAFailureAllAreTried() {
        Tries.of(NUMBERS, 100, tried::add);
        assertEquals(Integer.getInteger("model.tries", 100), tried.size());
    }

    private String failure() {
        tried.clear();
        return String.valueOf(assertThrows(
                        AssertionFailedError.class,
                        () -> Tries.of(NUMBERS, 100, number -> {
                            tried.add(number);
                            assertTrue(number < 7, "too large");
                        }))
                .getMessage());
    }
}
