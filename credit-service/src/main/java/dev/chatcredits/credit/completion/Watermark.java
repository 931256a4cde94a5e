package dev.chatcredits.credit.completion;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where the topic ended at a moment. When all up to there is in the ledger, a hold whose life was over by then and that has no event is
 * known to be one whose generation wasn't completed: expiry by the clock alone would give paid generations away whenever Kafka or the
 * consumer lags.
 *
 * @param topicId another one when the topic was deleted and created anew
 * @param starts the first offset that was still kept, by partition
 * @param ends the offset that the next record was to get, by partition
 */
record Watermark(String topicId, Map<Integer, Long> starts, Map<Integer, Long> ends) {

    /** A consumer that ran goes on where it was, so that it may have passed over the first events of what is there now. */
    private static final String MEND =
            "; when that is settled, stop all instances, reset the offsets of their group to the"
                    + " earliest, delete all rows from consumed, and start the instances: what was charged already is known";

    /**
     * Why no position can be believed, which won't pass without a person; empty when all can.
     *
     * @param consumed next offsets by topic id and partition, read before the topic was asked: then none can be beyond its end
     */
    Optional<String> doubt(Map<String, Map<Integer, Long>> consumed) {
        if (consumed.keySet().stream().anyMatch(id -> !id.equals(topicId))) {
            return Optional.of("the topic was created anew: events of the old one may be lost" + MEND);
        }
        Map<Integer, Long> stored = consumed.getOrDefault(topicId, Map.of());
        return ends.entrySet().stream()
                .filter(end -> stored.getOrDefault(end.getKey(), 0L) > end.getValue())
                .findAny()
                .map(end -> "partition " + end.getKey() + " ends at " + end.getValue() + ", but was read up to "
                        + stored.get(end.getKey()) + MEND);
    }

    /**
     * Where consumption goes on in the partitions that it has still to do with; empty when the mark is reached.
     *
     * @param kept the first offsets that are still kept: what retention deleted can't come any more
     */
    Map<Integer, Long> behind(Map<String, Map<Integer, Long>> consumed, Map<Integer, Long> kept) {
        Map<Integer, Long> stored = consumed.getOrDefault(topicId, Map.of());
        Map<Integer, Long> behind = new TreeMap<>();
        ends.forEach((partition, end) -> {
            // No position yet: the consumer will begin at the start of the log.
            long position = Math.max(stored.getOrDefault(partition, 0L), kept.getOrDefault(partition, 0L));
            if (position < end) {
                behind.put(partition, position);
            }
        });
        return behind;
    }
}
