package dev.chatcredits.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.chatcredits.e2e.AnswerStateScenarios.CHAT;
import static dev.chatcredits.e2e.Visitor.choose;
import static dev.chatcredits.e2e.Visitor.input;
import static dev.chatcredits.e2e.Visitor.lastAnswer;
import static dev.chatcredits.e2e.Visitor.send;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Answers that somebody stops: they are finished all the same, and paid for. */
interface StopScenarios {

    Stage stage();

    Web web();

    @Test
    default void whoStopsIsToldWhatItCosts() {
        Person alice = stage().personWith("alice", 50);
        try (Visitor visitor = web().visitor()) {
            Page page = visitor.logIn("alice");
            choose(page, Person.GPT);
            send(page, "a long one");
            assertThat(lastAnswer(page).locator(".answer")).containsText("You asked");
            assertThat(page.getByText("the answer is still finished and charged"))
                    .isVisible();
            page.keyboard().press("Escape");
            assertThat(lastAnswer(page)).containsText("Stopped");
            assertThat(lastAnswer(page).locator("[data-receipt]")).hasText("Stopped · 2 credits · 48 left");
            assertThat(input(page)).isFocused();
            assertEquals(48, alice.remaining());
        }
    }

    /** Before the gateway has said a word: the page knows the id of its answer by itself. */
    @Test
    @Tag("long")
    default void whoStopsBeforeTheFirstWordIsToldWhatItCosts() {
        Person alice = stage().personWith("alice", 50);
        try (ScriptedPage scripted = ScriptedPage.of(web(), "alice", CHAT)) {
            Page page = scripted.page();
            choose(page, Person.GPT);
            Request asked = page.waitForRequest("**" + CHAT, () -> send(page, "a question"));
            ScriptedCall call = scripted.next();
            // The gateway has held them under the id that it makes of the key; the page has heard nothing of it.
            String id = Ids.ofGeneration(alice.userId(), asked.headerValue("idempotency-key"));
            stage().office().hold(id, alice.userId(), Person.GPT, "pro_user");
            page.keyboard().press("Escape");
            call.untilGivenUp(page);
            assertThat(lastAnswer(page).locator("[data-receipt]")).hasText("Stopped · it may have been charged");
            stage().topic().succeeded(alice.userId(), id, Person.GPT);
            assertThat(lastAnswer(page).locator("[data-receipt]")).hasText("Stopped · 2 credits");
        }
    }

    /** It is paid for. */
    @Test
    default void theRestOfAnAnswerThatWasStoppedComesUnseenAndCanBeShown() {
        stage().personWith("alice", 50);
        try (ScriptedPage scripted = ScriptedPage.of(web(), "alice", CHAT)) {
            Page page = scripted.page();
            Locator answers = page.locator("chat-message article");
            Locator receipt = answers.first().locator("[data-receipt]");
            ScriptedCall first = scripted.begun("a question");
            first.says("The beginning");
            assertThat(lastAnswer(page).locator(".answer")).hasText("The beginning");
            page.keyboard().press("Escape");
            assertThat(receipt).hasText("Stopped · the answer is still finished, and charged then");
            ScriptedCall second = scripted.begun("something else");
            first.says(" and the rest");
            second.says("More.");
            assertThat(lastAnswer(page).locator(".answer")).hasText("More.");
            page.keyboard().press("Escape");
            second.event("error", ScriptedAnswer.failed("0"));
            assertThat(lastAnswer(page).locator("[data-receipt]")).hasText("Stopped · not charged");
            Locator rest = page.getByText("Show the rest");
            assertThat(rest).hasCount(0);
            first.receipt();
            assertThat(receipt).hasText("Stopped · 2 credits · 48 left");
            assertThat(answers.first().locator(".answer")).hasText("The beginning");
            rest.click();
            for (int load = 0; load < 2; load++) {
                assertThat(answers.first().locator(".answer")).hasText("The beginning and the rest");
                assertThat(receipt).hasText("2 credits · 48 left");
                assertThat(rest).hasCount(0);
                page.reload();
            }
        }
    }

    /** Though it was stopped before the first word, and another conversation is looked at meanwhile. */
    @Test
    default void whatHasComeOfAStoppedAnswerIsKeptWhenThePageGoes() {
        stage().personWith("alice", 50);
        try (ScriptedPage scripted = ScriptedPage.of(web(), "alice", CHAT)) {
            Page page = scripted.page();
            Ends ends = Ends.of(page);
            Locator receipt = lastAnswer(page).locator("[data-receipt]");
            Locator title = page.locator("conversation-list .title").getByText("a question");
            ScriptedCall stopped = scripted.begun("a question");
            assertThat(page.getByText("Waiting for the answer")).isVisible();
            page.keyboard().press("Escape");
            assertThat(receipt).hasText("Stopped · the answer is still finished, and charged then");
            page.getByText("New chat").click();
            stopped.says("The beginning");
            scripted.begun("another").says("No.");
            assertThat(lastAnswer(page).locator(".answer")).hasText("No.");
            page.reload();
            title.click();
            assertThat(receipt).hasText("Stopped · the answer is still finished, and charged then");
            assertThat(page.getByText("Show the rest")).hasCount(0);
            ends.become("SETTLED", "2");
            page.getByText("Show the rest").click();
            assertThat(lastAnswer(page).locator(".answer")).hasText("The beginning");
            assertThat(receipt).hasText("Stopped · 2 credits");
        }
    }

    /** What sends and what stops is in the same place. */
    @Test
    default void aDoubleClickDoesOneThing() {
        stage().personWith("alice", 50);
        try (ScriptedPage scripted = ScriptedPage.of(web(), "alice", CHAT)) {
            Page page = scripted.page();
            input(page).fill("a question");
            page.getByLabel("Send").dblclick();
            scripted.next().begins(page).says("One");
            assertThat(lastAnswer(page).locator(".answer")).hasText("One");
            assertThat(lastAnswer(page)).hasAttribute("aria-busy", "true");
            send(page, "the next one");
            assertThat(page.locator("chat-input")).containsText("You can send this as soon as the answer is there.");
            page.getByLabel("Stop showing the answer").dblclick();
            assertThat(lastAnswer(page)).containsText("Stopped");
            assertThat(input(page)).hasValue("the next one");
            assertEquals(0, scripted.server().waiting());
        }
    }
}
