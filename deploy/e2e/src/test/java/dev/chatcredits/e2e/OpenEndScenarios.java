package dev.chatcredits.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.chatcredits.e2e.Visitor.choose;
import static dev.chatcredits.e2e.Visitor.lastAnswer;
import static dev.chatcredits.e2e.Visitor.send;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Answers whose end the page that asked for them didn't see: what became of them is found out. */
interface OpenEndScenarios {

    Stage stage();

    Web web();

    /** Lesson vm0#31669. */
    @Test
    default void whatBrokeOffIsFoundAgain() {
        stage().personWith("alice", 50);
        try (ScriptedPage scripted = ScriptedPage.of(web(), "alice", AnswerStateScenarios.CHAT)) {
            Page page = scripted.page();
            Ends ends = Ends.of(page);
            List<Consumer<ScriptedCall>> breaks =
                    List.of(ScriptedCall::endStream, ScriptedCall::cut, call -> call.event("delta", "{\"text\": "));
            for (var broken : breaks) {
                ScriptedCall call = scripted.begun("a question");
                call.says("The beginning");
                assertThat(lastAnswer(page).locator(".answer")).hasText("The beginning");
                broken.accept(call);
                assertThat(lastAnswer(page))
                        .containsText("The connection broke off. Finding out whether it was charged…");
                assertThat(lastAnswer(page).locator(".answer")).hasText("The beginning");
                ends.become("SETTLED", "2");
                assertThat(lastAnswer(page).locator("[data-cost]")).hasText("2 credits charged.");
                ends.become("HELD", "0");
            }
        }
    }

    /** A laptop that was carried away, a proxy that forgot us: nothing says that the connection is gone. */
    @Test
    default void anAnswerThatEndedWithoutThePageHearingOfItIsFoundAgain() {
        stage().personWith("alice", 50);
        try (ScriptedPage scripted = ScriptedPage.of(web(), "alice", AnswerStateScenarios.CHAT)) {
            Page page = scripted.page();
            Ends ends = Ends.of(page);
            Watched watched = Watched.reload(page);
            assertThat(page.locator("chat-input [data-cost]")).isVisible();
            ScriptedCall call = scripted.asked("a question").open();
            watched.takesIn(() -> call.event("hold", ScriptedAnswer.hold(UUID.randomUUID())));
            ends.asked(page, () -> watched.lives(Duration.ofSeconds(41)));
            assertThat(lastAnswer(page)).hasAttribute("aria-busy", "true");
            ends.become("SETTLED", "2");
            watched.lives(Duration.ofSeconds(41));
            call.untilGivenUp(page);
            assertThat(lastAnswer(page)).containsText("The connection broke off.");
            watched.lives(Duration.ofSeconds(1));
            assertThat(lastAnswer(page).locator("[data-cost]")).hasText("2 credits charged.");
        }
    }

    /** No id, no hold, no word for longer than a hold lives: then the page says that it doesn't know, and no more. */
    @Test
    @Tag("long")
    default void whatCanNotBeFoundOutIsSaid() {
        stage().personWith("alice", 50);
        try (ScriptedPage scripted = ScriptedPage.of(web(), "alice", AnswerStateScenarios.CHAT)) {
            Page page = scripted.page();
            Ends ends = Ends.of(page);
            Watched watched = Watched.reload(page);
            assertThat(page.locator("chat-input [data-cost]")).isVisible();
            scripted.begun("a question").cut();
            assertThat(lastAnswer(page)).containsText("Finding out whether it was charged…");
            ends.untilGone(page, watched, "It may have been charged.");
            // A request that never came to the gateway.
            ends.become("404", "0");
            scripted.asked("a question").cut();
            ends.untilGone(page, watched, "Not charged.");
        }
    }

    /** Fault B1. */
    @Test
    @Tag("long")
    default void anAnswerWhosePageWasClosedIsFoundAgain() {
        stage().personWith("alice", 50);
        try (Visitor alice = web().visitor()) {
            Page page = alice.logIn("alice");
            choose(page, Person.GPT);
            send(page, "a question");
            assertThat(lastAnswer(page).locator(".answer")).containsText("You asked");
            page.reload();
            assertThat(lastAnswer(page).locator("[data-cost]")).hasText("Finding out whether it was charged…");
            assertThat(lastAnswer(page)).containsText("This answer went to a page that was closed");
            assertThat(lastAnswer(page).locator(".answer")).containsText("You asked");
            assertThat(page.locator("[data-retry]")).hasCount(0);
            page.reload();
            assertThat(lastAnswer(page).locator("[data-cost]")).hasText("2 credits charged.");
            page.reload();
            assertThat(lastAnswer(page).locator("[data-cost]")).hasText("2 credits charged.");
            page.close();
            Page another = alice.open("/");
            another.locator("conversation-list .title").click();
            assertThat(lastAnswer(another).locator("[data-cost]")).hasText("2 credits charged.");
        }
    }

    @Test
    @Tag("long")
    default void anotherTabNeitherBreaksNorOverwritesAnAnswer() {
        stage().personWith("alice", 50);
        try (ScriptedPage scripted = ScriptedPage.of(web(), "alice", AnswerStateScenarios.CHAT)) {
            Page page = scripted.page();
            Page other = scripted.visitor().open("/");
            ScriptedCall call = scripted.begun("a question");
            call.says("All of it.");
            assertThat(lastAnswer(page).locator(".answer")).hasText("All of it.");
            Ends ends = Ends.of(other);
            other.locator("conversation-list .title").click();
            assertThat(lastAnswer(other)).containsText("or that is open in another tab");
            // It would cost the same once more.
            assertThat(other.locator("[data-retry]")).hasCount(0);
            call.receipt().endStream();
            assertThat(lastAnswer(page).locator("[data-receipt]")).hasText("2 credits · 48 left");
            ends.asked(other, () -> ends.become("SETTLED", "2"));
            // What it has found out by itself is worth less; it takes a moment to say so, and nothing shows that it
            // has.
            other.waitForTimeout(2000);
            assertThat(lastAnswer(other).locator("[data-receipt]")).hasText("2 credits · 48 left");
            assertThat(lastAnswer(other).locator(".answer")).hasText("All of it.");
            page.reload();
            assertThat(lastAnswer(page).locator(".answer")).hasText("All of it.");
        }
    }

    @Test
    @Tag("long")
    default void twoTabsInOneConversationLoseNothingOfEachOther() {
        stage().personWith("alice", 50);
        try (ScriptedPage scripted = ScriptedPage.of(web(), "alice", AnswerStateScenarios.CHAT)) {
            Page page = scripted.page();
            ScriptedServer server = scripted.server();
            scripted.begun("a question").says("One.").receipt();
            Page other = scripted.visitor().open("/");
            other.locator("conversation-list .title").click();
            assertThat(lastAnswer(other).locator("[data-receipt]")).hasText("2 credits · 48 left");
            ScriptedCall first = scripted.begun("the second");
            assertThat(lastAnswer(other)).containsText("or that is open in another tab");
            assertThat(other.locator("[data-retry]")).hasCount(0);
            server.answers(other, AnswerStateScenarios.CHAT);
            send(other, "the third");
            // Browsers take a moment to tell one tab what another has kept.
            ScriptedCall second = server.next(other).begins(page);
            first.says("Two.").receipt();
            assertThat(page.locator("chat-message")).hasCount(6);
            second.says("Three.").receipt();
            for (Page one : List.of(page, other)) {
                assertThat(one.locator("chat-message .answer")).hasText(new String[] {"One.", "Two.", "Three."});
            }
            ScriptedCall third = scripted.begun("the last").says("Be");
            assertThat(lastAnswer(page).locator(".answer")).hasText("Be");
            page.keyboard().press("Escape");
            for (Page one : List.of(other, page)) {
                assertThat(lastAnswer(one)).containsText("Stopped · the answer is still finished, and charged then");
            }
            third.says("ginning").receipt();
            other.getByText("Show the rest").click();
            for (Page one : List.of(page, other)) {
                assertThat(lastAnswer(one).locator(".answer")).hasText("Beginning");
                one.reload();
                assertThat(one.locator("chat-message .answer"))
                        .hasText(new String[] {"One.", "Two.", "Three.", "Beginning"});
            }
        }
    }

    @Test
    @Tag("long")
    default void aConversationThatIsDeletedMeanwhileStaysDeleted() {
        stage().personWith("alice", 50);
        try (ScriptedPage scripted = ScriptedPage.of(web(), "alice", AnswerStateScenarios.CHAT)) {
            Page page = scripted.page();
            ScriptedCall call = scripted.begun("a question");
            page.onDialog(dialog -> dialog.accept());
            page.locator("conversation-list li").hover();
            page.getByLabel("Delete a question").click();
            assertThat(page.locator("conversation-list li")).hasCount(0);
            call.receipt().endStream();
            call.untilGivenUp(page);
            ScriptedCall second = scripted.begun("another one");
            Locator kept = page.locator("conversation-list li");
            assertThat(kept).hasText(new String[] {"another one"});
            Page other = scripted.visitor().open("/");
            other.onDialog(dialog -> dialog.accept());
            StateScenarios.delete(other, "another one");
            assertThat(kept).hasCount(0);
            second.receipt().endStream();
            assertThat(lastAnswer(page).locator("[data-receipt]")).isVisible();
            assertThat(kept).hasCount(0);
            // Whoever goes on with it wants it.
            scripted.begun("all the same");
            assertThat(kept).hasText(new String[] {"another one"});
            assertThat(other.locator("conversation-list li")).hasText(new String[] {"another one"});
        }
    }
}
