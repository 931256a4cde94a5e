package dev.chatcredits.e2e.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A seed says everything that is done. */
class ScheduleTest {

    private static final Duration MINUTE = Duration.ofSeconds(60);

    @Test
    void sameSeedIsTheSameLoadAndTheSameFaults() {
        assertEquals(Schedule.of(7, MINUTE), Schedule.of(7, MINUTE));
        assertEquals(Script.of(7, MINUTE), Script.of(7, MINUTE));
        assertNotEquals(Schedule.of(7, MINUTE), Schedule.of(8, MINUTE));
        assertNotEquals(Script.of(7, MINUTE), Script.of(8, MINUTE));
    }

    @Test
    void everySeedHasFourKindsOfFaultAndEndsThemBeforeTheLoad() {
        LongStream.range(1, 200).forEach(seed -> {
            List<Fault> faults = Schedule.of(seed, MINUTE).faults();
            assertTrue(faults.size() >= 6);
            assertTrue(faults.stream().map(Fault::kind).distinct().count() >= 4);
            assertTrue(faults.stream().allMatch(fault -> fault.at().compareTo(MINUTE) < 0));
            assertTrue(faults.stream().allMatch(fault -> fault.kind().targets().contains(fault.target())));
        });
    }
}
