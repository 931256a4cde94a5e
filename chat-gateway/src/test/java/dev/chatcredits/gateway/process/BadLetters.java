package dev.chatcredits.gateway.process;

import dev.chatcredits.gateway.testing.Chat;
import dev.chatcredits.gateway.testing.Packaged;
import dev.chatcredits.gateway.testing.Records;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Events that a producer got wrong; what they say is in the topics, where it came from and where it is put aside, and nowhere else. */
final class BadLetters {

    static final String POISON = "poison5d1c0e7ab93f";

    private static final String TOPIC = "generation-completed";

    private BadLetters() {}

    /** Sends three, two of them made from the event of a generation, and waits until they are put aside. */
    static void send(Packaged parts, String generationId) throws Exception {
        var port = parts.kafka().port();
        var event = about(generationId, port, TOPIC).getFirst();
        var json = event.substring(event.indexOf('{'), event.lastIndexOf('}') + 1);
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", "127.0.0.1:" + port), new StringSerializer(), new StringSerializer())) {
            for (var value : List.of(
                    json.replace("SUCCEEDED", "MAYBE"), json.replace("SUCCEEDED", POISON), "{\"x\":" + POISON)) {
                producer.send(new ProducerRecord<>(TOPIC, value)).get();
            }
        }
        Chat.await(
                "they are put aside",
                () -> about(generationId, port, TOPIC + "-dlq").size() == 2
                        && about("{\"x\":" + POISON, port, TOPIC + "-dlq").size() == 1);
    }

    private static List<String> about(String text, int port, String topic) {
        return Records.of(port, topic).stream()
                .filter(each -> each.contains(text))
                .toList();
    }
}
