package dev.chatcredits.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** {@code deploy/dlq}: looks at the dead letters of the credit service, and brings an end to them. */
public final class DeadLetterTool {

    private final DeadLetterArguments arguments;
    private final DeadLetterTopic topic;
    private final PrintStream out = new PrintStream(System.out, true, UTF_8);

    private DeadLetterTool(DeadLetterArguments arguments, DeadLetterTopic topic) {
        this.arguments = arguments;
        this.topic = topic;
    }

    /** What is wrong on the command line. */
    static final class Misuse extends RuntimeException {
        private static final long serialVersionUID = 1;

        Misuse(String message) {
            super(message);
        }
    }

    /** What can't be done, in words for a person. */
    static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1;

        Failed(String message) {
            super(message);
        }
    }

    /** Exit code 0: done. 1: it can't be done. 2: a mistake on the command line. */
    public static void main(String[] args) {
        System.setProperty("logback.configurationFile", "dead-letter-tool-logback.xml");
        System.exit(run(args));
    }

    private static int run(String[] args) {
        try {
            var arguments = DeadLetterArguments.of(List.of(args));
            try (var topic = new DeadLetterTopic(
                    arguments.topic() + "-dlq", arguments.bootstrapServers(), arguments.settings())) {
                new DeadLetterTool(arguments, topic).run();
            }
            return 0;
        } catch (Misuse e) {
            System.err.println("deploy/dlq: " + e.getMessage() + "; see deploy/dlq --help");
            return 2;
        } catch (Failed e) {
            System.err.println("deploy/dlq: " + e.getMessage());
            return 1;
        } catch (KafkaException e) {
            System.err.println("deploy/dlq: Kafka can't be used: " + e.getMessage());
            return 1;
        }
    }

    private void run() {
        switch (arguments.command()) {
            case LIST -> list();
            case SHOW -> chosen().forEach(this::show);
            case REPLAY -> replay(chosen());
            case DISCARD -> chosen().forEach(this::discard);
        }
    }

    private void list() {
        topic.letters().values().stream()
                .filter(letter -> arguments.all() || letter.state() == DeadLetter.State.OPEN)
                .forEach(letter -> out.println(letter.line()));
    }

    /** All of them exist, and may be touched, before the first one is. */
    private List<DeadLetter> chosen() {
        var letters = topic.letters();
        if (arguments.all()) {
            return letters.values().stream()
                    .filter(letter -> letter.state() == DeadLetter.State.OPEN)
                    .toList();
        }
        return arguments.positions().stream()
                .map(position -> {
                    var letter = letters.get(position);
                    if (letter == null) {
                        throw new Failed("there is no dead letter at " + position + "; nothing was done");
                    }
                    if (arguments.changes() && !arguments.again() && letter.state() != DeadLetter.State.OPEN) {
                        throw new Failed("the letter at " + position + " was "
                                + letter.state().word() + " already; nothing was done (--again does it again)");
                    }
                    return letter;
                })
                .toList();
    }

    private void show(DeadLetter letter) {
        out.println(letter.line());
        letter.headers()
                .forEach(header ->
                        out.println("header " + Printable.line(header.key()) + ": " + Printable.line(header.value())));
        out.println("key " + (letter.key() == null ? "(none)" : Printable.line(letter.key())));
        var value = topic.value(letter.position());
        out.println(value == null ? "value (none)" : "value, " + value.length + " bytes:");
        if (value != null) {
            out.println(Printable.text(value));
        }
    }

    /** One without a value keeps none of the others. */
    private void replay(List<DeadLetter> letters) {
        var empty = new ArrayList<String>();
        for (var letter : letters) {
            var value = arguments.value() == null ? topic.value(letter.position()) : mended();
            if (value == null) {
                empty.add(letter.position().toString());
            } else {
                replay(letter, value);
            }
        }
        if (!empty.isEmpty()) {
            throw new Failed(
                    "the letter at " + String.join(", ", empty) + " has no value; replay it with --value FILE");
        }
    }

    /** First the event, then the mark: whoever dies in between replays it again, which charges nobody twice. */
    private void replay(DeadLetter letter, byte[] value) {
        var event = new ProducerRecord<byte[], byte[]>(arguments.topic(), letter.key(), value);
        letter.headers().forEach(header -> {
            if (!header.key().startsWith("dlq-")) {
                event.headers().add(header);
            }
        });
        topic.send(event);
        topic.mark(letter, DeadLetter.State.REPLAYED);
        out.println("replayed " + letter.line());
    }

    private byte[] mended() {
        try {
            return Files.readAllBytes(Objects.requireNonNull(arguments.value()));
        } catch (IOException e) {
            throw new Failed("can't read " + arguments.value() + ": " + e.getMessage());
        }
    }

    /** An event that says that the generation failed: so its hold ends by the rules, as everything else does. */
    private void discard(DeadLetter letter) {
        var user = letter.userId();
        var generation = letter.generationId();
        if (user != null && generation != null) {
            topic.send(new ProducerRecord<>(
                    arguments.topic(),
                    user.getBytes(UTF_8),
                    failed(user, generation).getBytes(UTF_8)));
        }
        topic.mark(letter, DeadLetter.State.DISCARDED);
        out.println("discarded " + letter.line());
    }

    private static String failed(String user, String generation) {
        return """
                {"specversion": "1.0", "id": "%2$s", "type": "generation.completed.v1", "source": "/dead-letters", "subject": "%1$s",
                 "time": "%3$s", "datacontenttype": "application/json",
                 "data": {"generationId": "%2$s", "userId": "%1$s", "modelId": "discarded", "outcome": "FAILED", "completedAt": "%3$s"}}
                """.formatted(quoted(user), quoted(generation), Instant.now());
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
