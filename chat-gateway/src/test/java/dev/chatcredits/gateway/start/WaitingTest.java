package dev.chatcredits.gateway.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WaitingTest {

    private final Waiting waiting = new Waiting();

    @Test
    void looksComeLaterAndLaterButNeverTooLate() {
        var pauses = LongStream.generate(waiting::pauseMillis).limit(6).boxed().toList();
        assertEquals(List.of(500L, 1_000L, 2_000L, 4_000L, 5_000L, 5_000L), pauses);
    }

    @Test
    void itIsSaidAtOnceAndThenOnceAMinute() {
        assertTrue(waiting.isToBeSaid());
        var lines = IntStream.range(0, 130)
                .filter(look -> {
                    waiting.pauseMillis();
                    return waiting.isToBeSaid();
                })
                .count();
        assertEquals(10, lines, "in about 637 seconds");
    }
}
