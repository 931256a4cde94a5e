package dev.chatcredits.gateway.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkiverse.resteasy.problem.HttpProblem;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GenerationIdsTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:15:30.123Z");

    @Test
    void newIdsAreOfVersion7WithTheirTime() {
        var id = UUID.fromString(GenerationIds.next(NOW));
        assertEquals(7, id.version());
        assertEquals(2, id.variant());
        assertEquals(NOW.toEpochMilli(), id.getMostSignificantBits() >>> 16);
        assertTrue(GenerationIds.next(NOW).compareTo(GenerationIds.next(NOW.plusMillis(1))) < 0);
    }

    @Test
    void noTwoAreAlike() {
        var ids = IntStream.range(0, 100_000)
                .mapToObj(i -> GenerationIds.next(NOW))
                .collect(Collectors.toSet());
        assertEquals(100_000, ids.size());
    }

    @Property(tries = 1000)
    void aKeyGivesTheSameIdEverywhereAndToOneUserOnly(@ForAll String user, @ForAll String other) {
        var id = GenerationIds.of(user, "key-1");
        assertEquals(id, GenerationIds.of(user, "key-1"));
        assertNotEquals(id, GenerationIds.of(user, "key-2"));
        assertEquals(user.equals(other), id.equals(GenerationIds.of(other, "key-1")) && user.equals(other));
        assertEquals(8, UUID.fromString(id).version());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "with space", "line\n", "ünicode"})
    void keysAreVisibleAscii(String key) {
        var problem = assertThrows(HttpProblem.class, () -> GenerationIds.of("alice", key));
        assertEquals("Idempotency-Key", problem.getParameters().get("field"));
        assertThrows(HttpProblem.class, () -> GenerationIds.of("alice", "k".repeat(256)));
    }
}
