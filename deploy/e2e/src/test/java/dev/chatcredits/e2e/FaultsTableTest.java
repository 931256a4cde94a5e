package dev.chatcredits.e2e;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The table of faults names tests that exist, and the tests name the faults: a table that nobody keeps up is worse than none. */
class FaultsTableTest {

    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final Pattern ROW = Pattern.compile("^\\| (\\S+) \\|.*\\| (.*?) \\|$", Pattern.MULTILINE);
    private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");

    private static final String FAULT = "[A-Z]\\d";
    private static final String LESSON = "[\\w.-]+#\\d+";

    private record Row(String id, String tests) {

        void check(Map<String, List<Path>> sources) {
            List<MatchResult> tests = TEST.matcher(this.tests).results().toList();
            assertFalse(tests.isEmpty(), () -> id + " has no test");
            for (MatchResult test : tests) {
                List<Path> files = sources.getOrDefault(test.group(1) + ".java", List.of());
                String texts = files.stream().map(FaultsTableTest::read).collect(joining());
                assertTrue(texts.contains(" " + test.group(2) + "("), () -> "there is no test " + test.group());
                assertTrue(isNamedIn(texts), () -> test.group() + " doesn't say that it is about " + id);
            }
        }

        private boolean isNamedIn(String texts) {
            String prefix = id.matches(FAULT) ? "Faults? [^.]*\\b" : "";
            return Pattern.compile(prefix + Pattern.quote(id) + "\\b")
                    .matcher(texts)
                    .find();
        }
    }

    @TestFactory
    Stream<DynamicTest> eachRowHasTestsThatNameIt() {
        Map<String, List<Path>> sources = Stream.of(
                        "credit-service/src/test", "chat-gateway/src/test", "deploy/e2e/src")
                .flatMap(folder -> testsIn(ROOT.resolve(folder)).stream())
                .collect(groupingBy(file -> file.getFileName().toString()));
        List<Row> rows = ROW.matcher(read(ROOT.resolve("deploy/docs/faults.md")))
                .results()
                .map(row -> new Row(row.group(1), row.group(2)))
                .filter(row -> row.id().matches(FAULT + "|" + LESSON))
                .toList();
        assertTrue(rows.size() > 60, "the table has its rows");
        return rows.stream().map(row -> dynamicTest(row.id(), () -> row.check(sources)));
    }

    private static List<Path> testsIn(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().matches(".*(Test|Scenarios)\\.java"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
