package dev.chatcredits.e2e;

import static dev.chatcredits.e2e.Stage.SOON;
import static dev.chatcredits.e2e.Stage.figures;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

    /**
     * Of before the service was mended: as they came they make sense now. One before them has no value, and a header as if somebody had
     * done something about it. Fault K4.
     */
    @Test
    @Tag("long")
    default void allThatAreOpenAreReplayedAsTheyCameAndChargedOnce() {
        discardWhatIsOpen();
        String structured = subscribed();
        String binary = subscribed();
        String event = stage().topic().event(structured, UUID.randomUUID().toString(), Person.OPUS);
        String generation = UUID.randomUUID().toString();
        String data = Topic.data(binary, generation, Person.OPUS);
        Map<String, String> envelope = Topic.envelope(binary, generation);
        letters().dead(structured, Map.of("dlq-done", "discarded", "dlq-done-position", "0@0"), null);
        letters().dead(structured, Map.of(), event.getBytes(UTF_8));
        letters().dead(binary, envelope, data.getBytes(UTF_8));

        Platform.Ended ended = stage().platform().dlq("replay", "--all");
        assertEquals(1, ended.exitCode(), ended.errors());
        assertTrue(ended.errors().contains("has no value; replay it with --value FILE"), ended.errors());
        List<String> replayed = ended.printed().lines().toList();
        assertEquals(2, replayed.size(), replayed::toString);
        assertTrue(replayed.stream().allMatch(line -> line.startsWith("replayed ")), replayed::toString);
        Wait.until("both are charged", SOON, () -> used(structured) == 5 && used(binary) == 5);
        assertEquals(List.of(new Letters.Event(Map.of(), event)), letters().events(structured));
        assertEquals(List.of(new Letters.Event(envelope, data)), letters().events(binary));

        assertEquals(1, dlq(0, "list").lines().count());
        discardWhatIsOpen();
        assertEquals("", dlq(0, "list"));
        assertEquals("", dlq(0, "replay", "--all"), "none is open");
        assertEquals(1, letters().events(binary).size());
    }

    /** A record that only compression had made small enough. Fault K4. */
    @Test
    @Tag("long")
    default void letterWithoutItsValueIsReplayedWithOneOnly(@TempDir Path folder) throws Exception {
        String user = subscribed();
        letters().event(user, new byte[8 * 1024 * 1024]);
        String position = Wait.value(
                        "it is dead",
                        SOON,
                        () -> dlq(0, "list")
                                .lines()
                                .filter(line -> line.contains("too large to be copied"))
                                .toList(),
                        lines -> !lines.isEmpty())
                .getFirst()
                .split(" ", 2)[0];
        assertTrue(dlq(0, "show", position).contains("value (none)"));
        Platform.Ended refused = stage().platform().dlq("replay", position);
        assertEquals(1, refused.exitCode(), refused.errors());
        assertTrue(refused.errors().contains("has no value; replay it with --value FILE"), refused.errors());
        String event = stage().topic().event(user, UUID.randomUUID().toString(), Person.OPUS);
        dlq(
                0,
                "replay",
                position,
                "--value",
                Files.writeString(folder.resolve("event.json"), event).toString());
        Wait.until("it is charged", SOON, () -> used(user) == 5);
    }

    /** Fault K4. */
    @Test
    @Tag("long")
    default void letterOfBytesThatAreNoTextIsShown() {
        String user = "bytes-" + UUID.randomUUID();
        letters().event(user, new byte[] {'{', (byte) 0xff, 0, 27, '\n', (byte) 0xc3});
        Wait.until("it is dead", SOON, () -> !stage().topic().reasons(user).isEmpty());
        String position = dlq(0, "list")
                .lines()
                .filter(line -> line.contains("key '" + user + "'"))
                .findFirst()
                .orElseThrow()
                .split(" ", 2)[0];
        String seen = dlq(0, "show", position);
        assertTrue(seen.contains("value, 6 bytes:\n{\\xff\\u0000\\u001b\n\\xc3\n"), seen);
        dlq(0, "discard", position);
    }

    @Test
    @Tag("long")
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

    private void discardWhatIsOpen() {
        dlq(0, "list").lines().map(line -> line.split(" ", 2)[0]).forEach(position -> dlq(0, "discard", position));
    }

    /** Somebody with 25 credits. */
    private String subscribed() {
        String user = "replayed|" + UUID.randomUUID();
        stage().office().subscribe(user, "starter_user");
        return user;
    }

    private int used(String user) {
        return stage().office().account(user).getInt("used");
    }

    private Letters letters() {
        return new Letters(stage().platform().kafka());
    }

    private String dlq(int exitCode, String... arguments) {
        Platform.Ended ended = stage().platform().dlq(arguments);
        assertEquals(exitCode, ended.exitCode(), () -> String.join(" ", arguments) + ended.printed() + ended.errors());
        return ended.printed();
    }
}
