package dev.chatcredits.e2e.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.e2e.chaos.Fault.Aim;
import dev.chatcredits.e2e.chaos.Fault.Kind;
import dev.chatcredits.e2e.chaos.Fault.Target;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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
    void everySeedHasFourKindsOfFaultAndAllAimsAndEndsThemBeforeTheLoad() {
        LongStream.range(1, 200).forEach(seed -> {
            List<Fault> faults = Schedule.of(seed, MINUTE).faults();
            assertTrue(faults.size() >= 6);
            assertTrue(faults.stream().map(Fault::kind).distinct().count() >= 4);
            assertEquals(
                    EnumSet.allOf(Aim.class), faults.stream().map(Fault::aim).collect(Collectors.toSet()));
            assertTrue(faults.stream().allMatch(fault -> fault.at().compareTo(MINUTE) < 0));
            assertTrue(faults.stream().allMatch(fault -> fault.kind().targets().contains(fault.target())));
        });
    }

    @Test
    void seedOfEveryTestRunKillsEachProcessAndDisturbsEachWire() {
        List<Fault> faults = Schedule.of(ChaosTest.SEED, MINUTE).faults();
        Target.PROCESSES.forEach(process -> assertTrue(pairs(faults).contains("KILL " + process)));
        assertEquals(
                EnumSet.allOf(Target.class), faults.stream().map(Fault::target).collect(Collectors.toSet()));
    }

    @Test
    void fiftySeedsDoEverythingToEverything() {
        Set<String> all = new HashSet<>();
        for (Kind kind : Kind.values()) {
            kind.targets().forEach(target -> all.add(kind + " " + target));
        }
        assertEquals(
                all,
                LongStream.rangeClosed(1, 50)
                        .boxed()
                        .flatMap(seed -> pairs(Schedule.of(seed, MINUTE).faults()).stream())
                        .collect(Collectors.toSet()));
    }

    private static Set<String> pairs(List<Fault> faults) {
        return faults.stream().map(fault -> fault.kind() + " " + fault.target()).collect(Collectors.toSet());
    }
}
