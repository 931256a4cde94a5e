package dev.chatcredits.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
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
            call.open().event("hold", ScriptedAnswer.hold()).heartbeat().event("from-later-on", "{}");
            assertThat(page.getByText("Waiting for the answer")).isVisible();
            for (byte one : "event: delta\ndata: {\"text\": \"Grüße, \"}\n\n".getBytes(UTF_8)) {
                call.bytes(new byte[] {one});
            }
            assertThat(lastAnswer(page).locator(".answer")).hasText("Grüße,");
            assertThat(lastAnswer(page)).hasAttribute("aria-busy", "true");
            call.event("delta", "{\"text\": \"world\"}")
                    .event("receipt", ScriptedAnswer.RECEIPT)
                    .endStream();
            assertThat(lastAnswer(page).locator("[data-receipt]")).hasText("2 credits · 48 left");
            assertThat(lastAnswer(page).locator(".answer")).hasText("Grüße, world");
            assertThat(lastAnswer(page)).hasAttribute("aria-busy", "false");
        }
    }

    /** Text is never lost, and nothing is left in the conversation of what was never asked. */
    @Test
    default void whatIsRefusedGoesBackToWhereItWasTyped() {
        stage().personWith("alice", 50);
        try (ScriptedPage scripted = ScriptedPage.of(web(), "alice", CHAT)) {
            Page page = scripted.page();
            Locator why = page.locator("chat-page p[role=alert]");
            for (String[] refusal : new String[][] {
                {"400", "INVALID_REQUEST", "The model is not served."},
                {"409", "GENERATION_IN_PROGRESS", "This generation is under way."},
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
                assertThat(page.locator("conversation-list li")).hasCount(0);
            }
            Looks.good(page, "refused");
            ScriptedCall call = scripted.asked("typed with care");
            assertThat(why).hasCount(0);
            call.answer(504, "text/html", "<h1>Gateway Time-out</h1>");
            // Not the gateway's own words: the model may have begun.
            assertThat(lastAnswer(page)).containsText("The connection broke off.");
            assertThat(lastAnswer(page)).containsText("Finding out whether it was charged…");
        }
    }

    @Test
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
                call.event("delta", "{\"text\": \"All of it.\"}").event("error", ScriptedAnswer.failed("null"));
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
                    call -> call.open()
                            .event("hold", ScriptedAnswer.hold())
                            .event("error", ScriptedAnswer.failed("0")));
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
        }
    }
}
