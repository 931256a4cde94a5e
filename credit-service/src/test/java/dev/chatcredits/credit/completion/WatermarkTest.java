package dev.chatcredits.credit.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether all that Kafka has is in the ledger, by what is stored of the topic "now". */
class WatermarkTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            nothing was ever written                     | 0=0 1=0   | 0=0 1=0   | -                  | reached
            nothing was read yet                         | 0=0 1=0   | 0=5 1=0   | -                  | behind 0=0
            all was read                                 | 0=0 1=0   | 0=5 1=3   | now:0=5 now:1=3    | reached
            one partition is behind                      | 0=0 1=0   | 0=5 1=3   | now:0=4 now:1=3    | behind 0=4
            all partitions are behind                    | 0=0 1=0   | 0=5 1=3   | now:0=1            | behind 0=1 1=0
            retention deleted all of it, read or not     | 0=9 1=0   | 0=9 1=0   | now:0=4            | reached
            retention deleted what was not read          | 0=7 1=0   | 0=9 1=0   | now:0=4            | behind 0=7
            retention deleted before the first read      | 0=7 1=0   | 0=7 1=0   | -                  | reached
            a partition was added and has events         | 0=0 1=0   | 0=5 1=1   | now:0=5            | behind 1=0
            a partition was added and is empty           | 0=0 1=0   | 0=5 1=0   | now:0=5            | reached
            read up to beyond the end: events are lost   | 0=0 1=0   | 0=5 1=0   | now:0=6            | unknown
            beyond the end, while another one is behind  | 0=0 1=0   | 0=5 1=3   | now:0=6 now:1=0    | unknown
            the topic was created anew                   | 0=0 1=0   | 0=0 1=0   | old:0=5            | unknown
            created anew and read since                  | 0=0 1=0   | 0=5 1=0   | old:0=5 now:0=5    | unknown
            """)
    void tellsWhetherHoldsMayExpire(
            String scenario, String starts, String ends, @Nullable String consumed, String expected) {
        Watermark mark = new Watermark("now", offsets(starts), offsets(ends));
        Map<Integer, Long> behind = mark.behind(positions(consumed), offsets(starts));
        String told = mark.doubt(positions(consumed)).isPresent()
                ? "unknown"
                : behind.isEmpty() ? "reached" : "behind " + text(behind);
        assertEquals(expected, told, scenario);
    }

    private static Map<Integer, Long> offsets(String text) {
        Map<Integer, Long> offsets = new HashMap<>();
        for (String pair : text.split(" ", -1)) {
            String[] parts = pair.split("=", -1);
            offsets.put(Integer.valueOf(parts[0]), Long.valueOf(parts[1]));
        }
        return offsets;
    }

    private static Map<String, Map<Integer, Long>> positions(@Nullable String text) {
        Map<String, Map<Integer, Long>> positions = new HashMap<>();
        if (text != null) {
            for (String position : text.split(" ", -1)) {
                String[] parts = position.split(":", -1);
                positions.computeIfAbsent(parts[0], topic -> new HashMap<>()).putAll(offsets(parts[1]));
            }
        }
        return positions;
    }

    private static String text(Map<Integer, Long> positions) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(positions)
                .forEach((partition, offset) -> text.append(text.isEmpty() ? "" : " ")
                        .append(partition)
                        .append('=')
                        .append(offset));
        return text.toString();
    }
}
