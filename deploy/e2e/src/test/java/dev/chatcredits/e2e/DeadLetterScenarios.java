package dev.chatcredits.e2e;

import static dev.chatcredits.e2e.Stage.SOON;
import static dev.chatcredits.e2e.Stage.figures;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does about dead letters, with {@code deploy/dlq}. */
interface DeadLetterScenarios {

    Stage stage();

    /** Fault K4. */
    @Test
    @Tag("long")
    default void deadLetterIsSeenMendedAndReplayedOnce(@TempDir Path folder) throws Exception {
        String user = "dead|" + UUID.randomUUID();
        String generation = UUID.randomUUID().toString();
        stage().office().hold(generation, user, Person.OPUS, "starter_user");
        // With a character that turns a terminal's text red.
        String poison = stage().topic().event(user, generation, Person.OPUS).replace("SUCCEEDED", "\u009b31mDONE");
        String position = position(user, poison);

        String seen = stage().platform().dlq("show", position).printed();
        assertTrue(seen.contains("header dlq-reason: data.outcome must be SUCCEEDED or FAILED"), seen);
        assertTrue(seen.contains("\"outcome\": \"\\u009b31mDONE\""), seen);

        Path mended = Files.writeString(folder.resolve("mended.json"), poison.replace("\u009b31mDONE", "SUCCEEDED"));
        dlq(0, "replay", position, "--value", mended.toString());
        Wait.until(
                "charged", SOON, () -> stage().office().status(generation, user).equals("SETTLED"));
        assertEquals(List.of(25, 5, 0, 0, 20), figures(stage().office().account(user)));

        assertFalse(dlq(0, "list").contains(generation), "what is done isn't listed");
        assertTrue(dlq(0, "list", "--all")
                .lines()
                .anyMatch(l -> l.startsWith(position + "  ") && l.contains("  replayed  ")));
        Platform.Ended again = stage().platform().dlq("replay", position);
        assertEquals(1, again.exitCode(), again.errors());
        assertTrue(again.errors().contains("was replayed already"), again.errors());
        dlq(0, "replay", position, "--again", "--value", mended.toString());
        String next = UUID.randomUUID().toString();
        stage().topic().succeeded(user, next, Person.GROK);
        Wait.until(
                "what came after it is charged",
                SOON,
                () -> stage().office().account(user).getInt("used") >= 6);
        assertEquals(List.of(25, 6, 0, 0, 19), figures(stage().office().account(user)));
    }

    /** Fault K4. Lesson litellm#27639. */
    @Test
    default void holdOfADeadLetterEndsWhenTheLetterIsDiscarded() {
        String user = "discarded-" + UUID.randomUUID();
        String generation = UUID.randomUUID().toString();
        stage().office().hold(generation, user, Person.OPUS, "starter_user");
        String poison = stage().topic().event(user, generation, Person.OPUS).replace("SUCCEEDED", "DONE");
        String position = position(user, poison);
        assertEquals("HELD", stage().office().status(generation, user));
        dlq(0, "discard", position);
        Wait.until(
                "it has ended",
                SOON,
                () -> stage().office().status(generation, user).equals("RELEASED"));
        assertEquals(List.of(25, 0, 0, 0, 25), figures(stage().office().account(user)));
        assertFalse(dlq(0, "list").contains(generation));
    }

    @Test
    default void whatIsAskedWronglyIsSaidAndNothingIsDone() {
        dlq(2);
        dlq(2, "look");
        dlq(2, "show", "17");
        dlq(2, "replay");
        dlq(2, "replay", "--all", "0@1");
        dlq(2, "discard", "--all");
        dlq(1, "discard", "0@1", "3@999999");
        dlq(1, "--topic", "nothing-of-that-name", "list");
    }

    /** Where the letter is after it died. */
    private String position(String user, String poison) {
        stage().topic().unreadable(user, poison);
        Wait.until("it is dead", SOON, () -> !stage().topic().reasons(user).isEmpty());
        String line = dlq(0, "list")
                .lines()
                .filter(l -> l.contains("user '" + user + "'"))
                .findFirst()
                .orElseThrow();
        assertTrue(line.contains("  open  data.outcome must be SUCCEEDED or FAILED  "), line);
        return line.split(" ", 2)[0];
    }

    private String dlq(int exitCode, String... arguments) {
        Platform.Ended ended = stage().platform().dlq(arguments);
        assertEquals(exitCode, ended.exitCode(), () -> String.join(" ", arguments) + ended.printed() + ended.errors());
        return ended.printed();
    }
}
