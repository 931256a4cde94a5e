package dev.chatcredits.local;

import dev.chatcredits.local.DeadLetterTool.Failed;
import dev.chatcredits.local.DeadLetterTool.Misuse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for.
 *
 * @param topic of the events; the dead letters are in the one of this name with {@code -dlq}
 * @param settings of the Kafka clients
 * @param all not only what is open, or all that is
 * @param again even what was done before
 * @param value the mended value
 */
record DeadLetterArguments(
        String bootstrapServers,
        String topic,
        Map<String, Object> settings,
        Command command,
        List<DeadLetterPosition> positions,
        boolean all,
        boolean again,
        @Nullable Path value) {

    enum Command {
        LIST,
        SHOW,
        REPLAY,
        DISCARD
    }

    /** Whether something is done about letters. */
    boolean changes() {
        return command == Command.REPLAY || command == Command.DISCARD;
    }

    static DeadLetterArguments of(List<String> words) {
        var options = new HashMap<String, String>();
        var plain = new ArrayList<String>();
        for (var rest = words.iterator(); rest.hasNext(); ) {
            var word = rest.next();
            switch (word) {
                case "--all", "--again" -> options.put(word, "");
                case "--bootstrap-servers", "--topic", "--config", "--value" -> options.put(word, next(word, rest));
                default -> plain.add(notAnOption(word));
            }
        }
        if (plain.isEmpty()) {
            throw new Misuse("list, show, replay or discard is expected");
        }
        var value = options.get("--value");
        var arguments = new DeadLetterArguments(
                options.getOrDefault("--bootstrap-servers", "127.0.0.1:9092"),
                options.getOrDefault("--topic", "generation-completed"),
                settings(options.get("--config")),
                command(plain.getFirst()),
                plain.stream().skip(1).map(DeadLetterPosition::of).distinct().toList(),
                options.containsKey("--all"),
                options.containsKey("--again"),
                value == null ? null : Path.of(value));
        arguments.check();
        return arguments;
    }

    private void check() {
        switch (command) {
            case LIST -> require(positions.isEmpty(), "list takes no positions");
            case SHOW -> require(!positions.isEmpty() && !all, "show takes one or more positions");
            case DISCARD -> require(!positions.isEmpty() && !all, "discard takes one or more positions");
            case REPLAY -> require(positions.isEmpty() == all, "replay takes one or more positions, or --all");
        }
        require(
                value == null || (command == Command.REPLAY && positions.size() == 1),
                "--value is for replaying one letter");
        require(!again || (changes() && !all), "--again is for replaying or discarding letters by their positions");
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new Misuse(message);
        }
    }

    private static Command command(String word) {
        return Arrays.stream(Command.values())
                .filter(command -> command.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> new Misuse("there is no command '" + Printable.line(word) + "'"));
    }

    private static String next(String option, Iterator<String> rest) {
        require(rest.hasNext(), option + " needs a value");
        return rest.next();
    }

    private static String notAnOption(String word) {
        require(!word.startsWith("-"), "there is no option '" + Printable.line(word) + "'");
        return word;
    }

    private static Map<String, Object> settings(@Nullable String file) {
        var settings = new HashMap<String, Object>();
        if (file != null) {
            var properties = new Properties();
            try (var in = Files.newBufferedReader(Path.of(file))) {
                properties.load(in);
            } catch (IOException e) {
                throw new Failed("can't read " + file + ": " + e.getMessage());
            }
            properties.forEach((name, value) -> settings.put(String.valueOf(name), value));
        }
        return settings;
    }
}
