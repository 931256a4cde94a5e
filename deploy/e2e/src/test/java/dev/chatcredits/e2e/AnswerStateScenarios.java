package dev.chatcredits.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.chatcredits.e2e.Visitor.choose;
import static dev.chatcredits.e2e.Visitor.input;
import static dev.chatcredits.e2e.Visitor.lastAnswer;
import static dev.chatcredits.e2e.Visitor.send;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * What a page knows of an answer: waiting, streaming, done, failed, refused, stopped, lost and found again; and how it gets from one to
 * the other. deploy/docs/page-states.md has the table.
 */
interface AnswerStateScenarios {

    String CHAT = "/api/chat";

    Stage stage();

    Web web();

    @Test
    default void anAnswerIsShownAsItComesHoweverItComes() {
        stage().personWith("alice", 50);
        try (Visitor alice = web().visitor();
                ScriptedServer server = new ScriptedServer()) {
            Page page = alice.logIn("alice");
            server.answers(page, CHAT);
            send(page, "a question");
            ScriptedCall call = server.next(page);
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
        try (Visitor alice = web().visitor();
                ScriptedServer server = new ScriptedServer()) {
            Page page = alice.logIn("alice");
            server.answers(page, CHAT);
            Locator why = page.locator("chat-page p[role=alert]");
            for (String[] refusal : new String[][] {
                {"400", "INVALID_REQUEST", "The model is not served."},
                {"409", "GENERATION_IN_PROGRESS", "This generation is under way."},
                {"413", "PAYLOAD_TOO_LARGE", "The conversation is too long."},
                {"429", "RATE_LIMITED", "Too many at once."},
                {"503", "CREDIT_CHECK_FAILED", "The credits can't be checked."},
                {"503", "OVERLOADED", "Try again in a moment."}
            }) {
                send(page, "typed with care");
                server.next(page).refuse(Integer.parseInt(refusal[0]), refusal[1], refusal[2], "");
                assertThat(why).hasText(refusal[2]);
                assertThat(input(page)).hasValue("typed with care");
                assertThat(input(page)).isFocused();
                assertThat(page.locator("chat-message")).hasCount(0);
                assertThat(page.locator("conversation-list li")).hasCount(0);
            }
            Looks.good(page, "refused");
            send(page, "typed with care");
            ScriptedCall call = server.next(page);
            assertThat(why).hasCount(0);
            call.refuse(504, "text/html", "<h1>Gateway Time-out</h1>");
            // Not the gateway's own words: the model may have begun.
            assertThat(lastAnswer(page)).containsText("The connection broke off.");
            assertThat(lastAnswer(page)).containsText("Finding out whether it was charged…");
        }
    }

    @Test
    default void whatFailedSaysWhatItCost() {
        stage().personWith("alice", 50);
        try (Visitor alice = web().visitor();
                ScriptedServer server = new ScriptedServer()) {
            Page page = alice.logIn("alice");
            server.answers(page, CHAT);
            Ends ends = Ends.of(page);
            Locator cost = lastAnswer(page).locator("[data-cost]");
            for (String[] failure : new String[][] {
                {"502", "PROVIDER_FAILED"},
                {"504", "PROVIDER_TIMEOUT"}
            }) {
                send(page, "a question");
                server.next(page).refuse(Integer.parseInt(failure[0]), failure[1], "The model failed.", "");
                assertThat(lastAnswer(page)).containsText("The model failed. Not charged.");
            }
            send(page, "a question");
            server.next(page).open().event("hold", ScriptedAnswer.hold()).event("error", ScriptedAnswer.failed("0"));
            assertThat(cost).hasText("Not charged.");
            for (String[] end : new String[][] {
                {"SETTLED", "2", "2 credits charged."},
                {"RELEASED", "0", "Not charged."},
                {"EXPIRED", "0", "Not charged."}
            }) {
                send(page, "a question");
                ScriptedCall call = server.next(page).open().event("hold", ScriptedAnswer.hold());
                call.event("delta", "{\"text\": \"All of it.\"}").event("error", ScriptedAnswer.failed("null"));
                assertThat(cost).hasText("Finding out whether it was charged…");
                ends.become(end[0], end[1]);
                assertThat(cost).hasText(end[2]);
                ends.become("HELD", "0");
            }
            assertThat(page.locator("[data-retry]")).hasCount(1);
        }
    }

    /** Lesson vm0#31669. */
    @Test
    default void whatBrokeOffIsFoundAgain() {
        stage().personWith("alice", 50);
        try (Visitor alice = web().visitor();
                ScriptedServer server = new ScriptedServer()) {
            Page page = alice.logIn("alice");
            server.answers(page, CHAT);
            Ends ends = Ends.of(page);
            List<Consumer<ScriptedCall>> breaks =
                    List.of(ScriptedCall::endStream, ScriptedCall::cut, call -> call.event("delta", "{\"text\": "));
            for (var broken : breaks) {
                send(page, "a question");
                ScriptedCall call = server.next(page).open().event("hold", ScriptedAnswer.hold());
                call.event("delta", "{\"text\": \"The beginning\"}");
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
        try (Visitor alice = web().visitor();
                ScriptedServer server = new ScriptedServer()) {
            Page page = alice.logIn("alice");
            server.answers(page, CHAT);
            Ends ends = Ends.of(page);
            Watched watched = Watched.reload(page);
            assertThat(page.locator("chat-input [data-cost]")).isVisible();
            send(page, "a question");
            ScriptedCall call = server.next(page).open();
            watched.takesIn(() -> call.event("hold", ScriptedAnswer.hold()));
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
    default void whatCanNotBeFoundOutIsSaid() {
        stage().personWith("alice", 50);
        try (Visitor alice = web().visitor();
                ScriptedServer server = new ScriptedServer()) {
            Page page = alice.logIn("alice");
            server.answers(page, CHAT);
            Ends ends = Ends.of(page);
            Watched watched = Watched.reload(page);
            assertThat(page.locator("chat-input [data-cost]")).isVisible();
            send(page, "a question");
            server.next(page).open().event("hold", ScriptedAnswer.hold()).cut();
            assertThat(lastAnswer(page)).containsText("Finding out whether it was charged…");
            ends.untilGone(page, watched, "It may have been charged.");
            // A request that never came to the gateway.
            ends.become("404", "0");
            send(page, "a question");
            server.next(page).cut();
            ends.untilGone(page, watched, "Not charged.");
        }
    }

    /** Before the gateway has said a word: the page knows the id of its answer by itself. */
    @Test
    default void whoStopsBeforeTheFirstWordIsToldWhatItCosts() {
        Person alice = stage().personWith("alice", 50);
        try (Visitor visitor = web().visitor()) {
            Page page = visitor.logIn("alice");
            choose(page, Person.GPT);
            Request asked = page.waitForRequest("**" + CHAT, () -> send(page, "[slow]"));
            String id = Ids.ofGeneration(alice.userId(), asked.headerValue("idempotency-key"));
            Wait.until("the credits are held", Stage.SOON, () -> alice.remaining() == 48);
            assertEquals("HELD", stage().office().status(id, alice.userId()));
            page.keyboard().press("Escape");
            assertThat(lastAnswer(page).locator("[data-receipt]"))
                    .hasText("Stopped · the answer is finished without you, and charged");
            // The model takes its time; so that the test needn't, somebody else reports the end.
            stage().topic().succeeded(alice.userId(), id, Person.GPT);
            assertThat(lastAnswer(page).locator("[data-receipt]")).hasText("Stopped · 2 credits");
        }
    }

    /** Fault B1. */
    @Test
    default void anAnswerWhosePageWasClosedIsFoundAgain() {
        stage().personWith("alice", 50);
        try (Visitor alice = web().visitor()) {
            Page page = alice.logIn("alice");
            choose(page, Person.GPT);
            send(page, "a question");
            assertThat(lastAnswer(page).locator(".answer")).containsText("You asked");
            page.reload();
            assertThat(lastAnswer(page).locator("[data-cost]")).hasText("Finding out whether it was charged…");
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
    default void anotherTabNeitherBreaksNorOverwritesAnAnswer() {
        stage().personWith("alice", 50);
        try (Visitor alice = web().visitor();
                ScriptedServer server = new ScriptedServer()) {
            Page page = alice.logIn("alice");
            Page other = alice.open("/");
            server.answers(page, CHAT);
            send(page, "a question");
            ScriptedCall call = server.next(page).open().event("hold", ScriptedAnswer.hold());
            call.event("delta", "{\"text\": \"All of it.\"}");
            assertThat(lastAnswer(page).locator(".answer")).hasText("All of it.");
            Ends ends = Ends.of(other);
            other.locator("conversation-list .title").click();
            assertThat(lastAnswer(other)).containsText("or that is open elsewhere");
            call.event("receipt", ScriptedAnswer.RECEIPT).endStream();
            assertThat(lastAnswer(page).locator("[data-receipt]")).hasText("2 credits · 48 left");
            ends.become("SETTLED", "2");
            assertThat(lastAnswer(other).locator("[data-receipt]")).hasText("2 credits · 48 left");
            assertThat(lastAnswer(other).locator(".answer")).hasText("All of it.");
            page.reload();
            assertThat(lastAnswer(page).locator(".answer")).hasText("All of it.");
        }
    }

    @Test
    default void aConversationThatIsDeletedMeanwhileStaysDeleted() {
        stage().personWith("alice", 50);
        try (Visitor alice = web().visitor();
                ScriptedServer server = new ScriptedServer()) {
            Page page = alice.logIn("alice");
            server.answers(page, CHAT);
            send(page, "a question");
            ScriptedCall call = server.next(page).open().event("hold", ScriptedAnswer.hold());
            page.onDialog(dialog -> dialog.accept());
            page.locator("conversation-list li").hover();
            page.getByLabel("Delete a question").click();
            assertThat(page.locator("conversation-list li")).hasCount(0);
            call.event("receipt", ScriptedAnswer.RECEIPT).endStream();
            call.untilGivenUp(page);
            send(page, "another one");
            server.next(page).open().event("hold", ScriptedAnswer.hold());
            assertThat(page.locator("conversation-list li")).hasText(new String[] {"another one"});
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
                    call -> call.refuse(503, "OVERLOADED", "Try again in a moment.", ""),
                    call -> call.refuse(502, "PROVIDER_FAILED", "The model failed.", ""),
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

    /** Somebody else at the same browser, who logged in in another tab. */
    @Test
    default void whoLogsInNextSeesNothingOfThePersonBefore() {
        stage().personWith("alice", 50);
        stage().personWith("bob", 25);
        try (Visitor browser = web().visitor()) {
            Page page = browser.logIn("alice");
            send(page, "a secret of alice's");
            assertThat(lastAnswer(page).locator("[data-receipt]")).isVisible();
            input(page).fill("half a thought of alice's");
            Page other = browser.open("/");
            other.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Log out"))
                    .click();
            assertThat(page.getByRole(AriaRole.ALERTDIALOG)).containsText("Your session has ended");
            browser.logIn("bob");
            page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))");
            assertThat(Visitor.remaining(page)).hasText("25");
            assertThat(page.getByRole(AriaRole.ALERTDIALOG)).hasCount(0);
            assertThat(page.locator("chat-message")).hasCount(0);
            assertThat(page.locator("conversation-list li")).hasCount(0);
            assertThat(input(page)).hasValue("");
        }
    }
}
