package dev.chatcredits.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How tests start a Java program of ours: with the JDK that runs the tests, made for a quick start. */
final class JavaCommand {

    private JavaCommand() {}

    static List<String> of(List<String> options, String... programAndArguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
        command.addAll(options);
        command.addAll(List.of(programAndArguments));
        return command;
    }
}
