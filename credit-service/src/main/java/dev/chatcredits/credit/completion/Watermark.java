package dev.chatcredits.credit.completion;

import java.util.Map;
import java.util.TreeMap;

/**
 * Whether everything that Kafka had at a moment is in the ledger. Only then is a hold without an event known to be one whose
 * generation wasn't completed: expiry by the clock alone would give paid generations away whenever Kafka or the consumer lags.
 */
sealed interface Watermark {

    /** All of it is. */
    record Reached() implements Watermark {}

    /**
     * Some isn't, yet.
     *
     * @param positions where it goes on, by partition
     */
    record Behind(Map<Integer, Long> positions) implements Watermark {}

    /**
     * It can't be told, and won't without a person: nothing expires.
     *
     * @param reason for the operator
     */
    record Unknown(String reason) implements Watermark {}

    /**
     * Compares.
     *
     * @param consumed what is stored: next offsets by topic id and partition
     */
    static Watermark of(CompletionTopic.Extent topic, Map<String, Map<Integer, Long>> consumed) {
        if (consumed.keySet().stream().anyMatch(id -> !id.equals(topic.id()))) {
            return new Unknown(
                    "the topic was created anew: events of the old one may be lost; when that is settled, restart all"
                            + " instances and delete the rows of other topics than " + topic.id() + " from consumed");
        }
        Map<Integer, Long> stored = consumed.getOrDefault(topic.id(), Map.of());
        Map<Integer, Long> behind = new TreeMap<>();
        for (Map.Entry<Integer, Long> end : topic.ends().entrySet()) {
            int partition = end.getKey();
            // No position yet: the consumer will begin at the start of the log. What retention deleted can't come any
            // more.
            long start = topic.starts().getOrDefault(partition, 0L);
            long position = Math.max(stored.getOrDefault(partition, 0L), start);
            if (stored.getOrDefault(partition, 0L) > end.getValue()) {
                return new Unknown(
                        "partition " + partition + " ends at " + end.getValue() + ", but was read up to " + position);
            }
            if (position < end.getValue()) {
                behind.put(partition, position);
            }
        }
        return behind.isEmpty() ? new Reached() : new Behind(behind);
    }
}
