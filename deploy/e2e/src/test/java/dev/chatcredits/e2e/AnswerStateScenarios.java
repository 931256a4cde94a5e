package dev.chatcredits.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.chatcredits.e2e.Visitor.choose;
import static dev.chatcredits.e2e.Visitor.goTo;
import static dev.chatcredits.e2e.Visitor.input;
import static dev.chatcredits.e2e.Visitor.lastAnswer;
import static dev.chatcredits.e2e.Visitor.send;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What a page knows of an answer: waiting, streaming, done, failed, refused; and how it gets from one to the other. deploy/docs/page-states.md
 * has the table, {@link OpenEndScenarios} the rest of it.
 */
interface AnswerStateScenarios {

    String CHAT = "/api/chat";

    Stage stage();

    Web web();

    @Test
    default void anAnswerIsShownAsItComesHoweverItComes() {
        stage().personWith("alice", 50);
        try (ScriptedPage scripted = ScriptedPage.of(web(), "alice", CHAT)) {
            Page page = scripted.page();
            ScriptedCall call = scripted.asked("a question");
            assertEquals(
                    "{\"model\":\"" + Person.GROK + "\",\"messages\":[{\"role\":\"user\",\"content\":\"a question\"}]}",
                    call.body());
            assertThat(page.getByText("Waiting for the answer")).isVisible();
            assertThat(page.getByLabel("Stop showing the answer")).isVisible();
            call.begins(page).heartbeat().event("from-later-on", "{}");
            assertThat(page.getByText("Waiting for the answer")).isVisible();
            for (byte one : "event: delta\ndata: {\"text\": \"Grüße, \"}\n\n".getBytes(UTF_8)) {
                call.bytes(new byte[] {one});
            }
            assertThat(lastAnswer(page).locator(".answer")).hasText("Grüße,");
            assertThat(lastAnswer(page)).hasAttribute("aria-busy", "true");
            call.says("world").receipt().endStream();
            assertThat(lastAnswer(page).locator("[data-receipt]")).hasText("2 credits · 48 left");
            assertThat(lastAnswer(page).locator(".answer")).hasText("Grüße, world");
            assertThat(lastAnswer(page)).hasAttribute("aria-busy", "false");
        }
    }

    /** Text is never lost, nothing is left in the conversation of what was never asked, and it is kept as soon as something is. */
    @Test
    @Tag("long")
    default void whatIsRefusedGoesBackToWhereItWasTyped() {
        stage().personWith("alice", 50);
        try (ScriptedPage scripted = ScriptedPage.of(web(), "alice", CHAT)) {
            Page page = scripted.page();
            Page other = scripted.visitor().open("/");
            Locator why = page.locator("chat-page p[role=alert]");
            Locator kept = page.locator("conversation-list li");
            for (String[] refusal : new String[][] {
                {"400", "INVALID_REQUEST", "The model is not served."},
                {"413", "PAYLOAD_TOO_LARGE", "The conversation is too long."},
                {"429", "RATE_LIMITED", "Too many at once."},
                {"503", "CREDIT_CHECK_FAILED", "The credits can't be checked."},
                {"503", "OVERLOADED", "Try again in a moment."}
            }) {
                scripted.asked("typed with care").refuse(Integer.parseInt(refusal[0]), refusal[1], refusal[2]);
                assertThat(why).hasText(refusal[2]);
                assertThat(input(page)).hasValue("typed with care");
                assertThat(input(page)).isFocused();
                assertThat(page.locator("chat-message")).hasCount(0);
                assertThat(kept).hasCount(0);
            }
            Looks.good(page, "refused");
            ScriptedCall call = scripted.begun("asked anew");
            assertThat(why).hasCount(0);
            call.receipt().endStream();
            assertThat(lastAnswer(page).locator("[data-receipt]")).hasText("2 credits · 48 left");
            assertThat(kept).hasText(new String[] {"asked anew"});
            StateScenarios.rename(other, "asked anew", "named elsewhere", "Enter");
            assertThat(kept).hasText(new String[] {"named elsewhere"});
            page.reload();
            assertThat(lastAnswer(page).locator("[data-receipt]")).hasText("2 credits · 48 left");
        }
    }

    /**
     * What something in between says of its own is no word of the gateway; and a key that was used before was used by a copy of this very request,
     * for pages never use one twice: the model may have begun.
     */
    @Test
    default void whatMayHaveBegunAllTheSameIsFoundOut() {
        stage().personWith("alice", 50);
        try (ScriptedPage scripted = ScriptedPage.of(web(), "alice", CHAT)) {
            Page page = scripted.page();
            Ends ends = Ends.of(page);
            List<Consumer<ScriptedCall>> answers = List.of(
                    call -> call.answer(504, "text/html", "<h1>Gateway Time-out</h1>"),
                    call -> call.refuse(409, "GENERATION_IN_PROGRESS", "This request is being answered."),
                    call -> call.refuse(409, "GENERATION_ENDED", "This request was made before."));
            for (var answer : answers) {
                answer.accept(scripted.asked("a question"));
                assertThat(lastAnswer(page))
                        .containsText("The connection broke off. Finding out whether it was charged…");
                assertThat(input(page)).hasValue("");
                ends.become("SETTLED", "2");
                assertThat(lastAnswer(page).locator("[data-cost]")).hasText("2 credits charged.");
                ends.become("HELD", "0");
            }
        }
    }

    @Test
    @Tag("long")
    default void whatFailedSaysWhatItCost() {
        stage().personWith("alice", 50);
        try (ScriptedPage scripted = ScriptedPage.of(web(), "alice", CHAT)) {
            Page page = scripted.page();
            Ends ends = Ends.of(page);
            Locator cost = lastAnswer(page).locator("[data-cost]");
            for (String[] failure : new String[][] {
                {"502", "PROVIDER_FAILED"},
                {"504", "PROVIDER_TIMEOUT"}
            }) {
                scripted.asked("a question").refuse(Integer.parseInt(failure[0]), failure[1], "The model failed.");
                assertThat(lastAnswer(page)).containsText("The model failed. Not charged.");
            }
            scripted.begun("a question").event("error", ScriptedAnswer.failed("0"));
            assertThat(cost).hasText("Not charged.");
            for (String[] end : new String[][] {
                {"SETTLED", "2", "2 credits charged."},
                {"RELEASED", "0", "Not charged."},
                {"EXPIRED", "0", "Not charged."}
            }) {
                ScriptedCall call = scripted.begun("a question");
                call.says("All of it.").event("error", ScriptedAnswer.failed("null"));
                assertThat(cost).hasText("Finding out whether it was charged…");
                ends.become(end[0], end[1]);
                assertThat(cost).hasText(end[2]);
                ends.become("HELD", "0");
            }
            assertThat(page.locator("[data-retry]")).hasCount(1);
        }
    }

    /** What was paid for stays until there is something else. */
    @Test
    @Tag("long")
    default void anAnswerStaysWhenAnotherOneInItsPlaceIsNotToBeHad() {
        stage().personWith("alice", 50);
        try (Visitor alice = web().visitor();
                ScriptedServer server = new ScriptedServer()) {
            Page page = alice.logIn("alice");
            send(page, "a question");
            assertThat(lastAnswer(page).locator("[data-receipt]")).hasText("1 credit · 49 left");
            server.answers(page, CHAT);
            List<Consumer<ScriptedCall>> failures = List.of(
                    call -> call.refuse(503, "OVERLOADED", "Try again in a moment."),
                    call -> call.refuse(502, "PROVIDER_FAILED", "The model failed."),
                    call -> call.begins(page).event("error", ScriptedAnswer.failed("0")));
            for (var failure : failures) {
                lastAnswer(page).locator("[data-again]").click();
                ScriptedCall call = server.next(page);
                assertTrue(call.body().contains("a question"), call.body());
                failure.accept(call);
                assertThat(page.locator("chat-page p[role=alert]")).isVisible();
                assertThat(lastAnswer(page).locator("[data-receipt]")).hasText("1 credit · 49 left");
                assertThat(page.locator("chat-message")).hasCount(2);
                assertThat(input(page)).hasValue("");
            }
            choose(page, Person.GPT);
            assertThat(lastAnswer(page).locator("[data-again]")).hasText("Answer again with GPT-5.1 (2 credits)");
        }
    }

    /** The same when it takes time to find out that the other one brought nothing and cost nothing; across a load of the page, too. */
    @Test
    @Tag("long")
    default void anAnswerComesBackWhenAnotherOneInItsPlaceTurnsOutToBeNone() {
        stage().personWith("alice", 50);
        try (Visitor alice = web().visitor();
                ScriptedServer server = new ScriptedServer()) {
            Page page = alice.logIn("alice");
            send(page, "a question");
            Locator receipt = lastAnswer(page).locator("[data-receipt]");
            assertThat(receipt).hasText("1 credit · 49 left");
            server.answers(page, CHAT);
            Ends ends = Ends.of(page);
            Locator again = lastAnswer(page).locator("[data-again]");
            List<Consumer<ScriptedCall>> ways = List.of(
                    ScriptedCall::cut,
                    call -> page.reload(),
                    call -> page.keyboard().press("Escape"));
            for (var way : ways) {
                again.click();
                way.accept(server.next(page));
                assertThat(lastAnswer(page)).not().containsText("49 left");
                assertThat(lastAnswer(page)).hasAttribute("aria-busy", "false");
                ends.become("RELEASED", "0");
                assertThat(receipt).hasText("1 credit · 49 left");
                assertThat(lastAnswer(page).locator(".answer")).containsText("You asked");
                assertThat(page.locator("chat-message")).hasCount(2);
                ends.become("HELD", "0");
            }
            again.click();
            server.next(page).cut();
            ends.become("SETTLED", "2");
            assertThat(lastAnswer(page).locator("[data-cost]")).hasText("2 credits charged.");
            page.reload();
            assertThat(lastAnswer(page).locator("[data-cost]")).hasText("2 credits charged.");
        }
    }

    /** Esc ends what is seen, and nothing else. */
    @Test
    default void whileOneConversationIsAnsweredOthersGoOn() {
        stage().personWith("alice", 50);
        try (ScriptedPage scripted = ScriptedPage.of(web(), "alice", CHAT)) {
            Page page = scripted.page();
            ScriptedCall first = scripted.begun("the first");
            first.says("One");
            assertThat(lastAnswer(page).locator(".answer")).hasText("One");
            page.getByText("New chat").click();
            page.keyboard().press("Escape");
            ScriptedCall second = scripted.begun("the second");
            goTo(page, "Usage");
            page.keyboard().press("Escape");
            goTo(page, "Chat");
            assertThat(lastAnswer(page)).hasAttribute("aria-busy", "true");
            second.receipt().endStream();
            assertThat(lastAnswer(page).locator("[data-receipt]")).hasText("2 credits · 48 left");
            assertThat(page.getByTitle("This conversation is being answered")).hasCount(1);
            // As when another tab changes something: all that is kept is read anew.
            page.evaluate("""
                () => Object.keys(localStorage).filter(key => key.startsWith('conversation:')).forEach(
                  key => dispatchEvent(new StorageEvent('storage', {key, newValue: localStorage[key]})))
                """);
            page.locator("conversation-list .title").getByText("the first").click();
            assertThat(lastAnswer(page).locator(".answer")).hasText("One");
            first.says(" and all");
            assertThat(lastAnswer(page).locator(".answer")).hasText("One and all");
            assertThat(page.locator("conversation-list .mark")).hasCount(0);
            page.getByText("New chat").click();
            first.receipt().endStream();
            Locator news = page.getByTitle("This conversation has a new answer");
            assertThat(news).hasCount(1);
            page.locator("conversation-list .title").getByText("the first").click();
            assertThat(lastAnswer(page).locator("[data-receipt]")).hasText("2 credits · 48 left");
            assertThat(news).hasCount(0);
        }
    }
}
