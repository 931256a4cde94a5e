package dev.chatcredits.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.chatcredits.e2e.Visitor.choose;
import static dev.chatcredits.e2e.Visitor.goTo;
import static dev.chatcredits.e2e.Visitor.input;
import static dev.chatcredits.e2e.Visitor.lastAnswer;
import static dev.chatcredits.e2e.Visitor.remaining;
import static dev.chatcredits.e2e.Visitor.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The states of the pages that pass quickly, and what happens when something is away. */
interface StateScenarios {

    /** In bytes, compressed: the first load of a page with all that belongs to it. */
    int HEAVIEST_LOAD = 150_000;

    Stage stage();

    Web web();

    /** Nothing comes from anywhere else, and little of it. */
    @Test
    default void theFirstLoadIsLightAndComesFromHere() {
        stage().personWith("alice", 50);
        try (Visitor alice = web().visitor()) {
            Page login = alice.context().newPage();
            List<Request> requests = Visitor.requestsOf(login);
            login.navigate("/");
            assertThat(Visitor.logInLink(login)).isVisible();
            assertTrue(load(login, requests) > 10_000, "all of it is counted");
            alice.logIn("alice").close();
            Page chat = alice.context().newPage();
            List<Request> more = Visitor.requestsOf(chat);
            chat.navigate("/");
            assertThat(chat.locator("chat-input [data-cost]")).isVisible();
            load(chat, more);
        }
    }

    private static long load(Page page, List<Request> requests) {
        String gateway = page.url();
        long bytes = 0;
        for (Request request : List.copyOf(requests)) {
            assertEquals(0, request.url().indexOf(gateway), request.url());
            // The live balance goes on.
            if (!request.url().endsWith("/stream")) {
                bytes += request.sizes().responseBodySize + request.sizes().responseHeadersSize;
            }
        }
        assertTrue(bytes < HEAVIEST_LOAD, bytes + " bytes");
        return bytes;
    }

    @Test
    @Tag("long")
    default void whoWaitsSeesThatSomethingHappens() {
        stage().personWith("bob", 25);
        try (Visitor bob = web().visitor()) {
            Page page = bob.logIn("bob");
            page.route("**/api/chat", route -> {});
            send(page, "Why is the sky blue?");
            assertThat(lastAnswer(page).locator(".waiting")).isVisible();
            Looks.good(page, "waiting");
            page.keyboard().press("Escape");
            assertThat(lastAnswer(page)).containsText("Stopped · it may have been charged");
            page.unroute("**/api/chat");
            send(page, "A [slow] answer, please");
            assertThat(lastAnswer(page).locator(".answer")).containsText("You");
            Looks.good(page, "streaming");
            page.keyboard().press("Escape");
            assertThat(lastAnswer(page)).containsText("Stopped · the answer is still finished, and charged then");
            Looks.good(page, "stopped");
        }
    }

    @Test
    @Tag("long")
    default void whatCannotBeReadAtFirstComesByItself() {
        stage().personWith("alice", 50);
        try (Visitor alice = web().visitor()) {
            Page page = alice.logIn("alice");
            AtomicInteger failures = new AtomicInteger();
            for (String path : new String[] {"**/api/models", "**/api/plans"}) {
                page.route(path, route -> {
                    if (failures.incrementAndGet() % 3 == 0) {
                        route.resume();
                    } else {
                        route.abort();
                    }
                });
            }
            page.reload();
            assertThat(page.locator("chat-input [data-cost]")).isVisible();
            assertEquals(3, failures.get());
            goTo(page, "Plans");
            assertThat(page.locator("[data-plan=pro_user]")).isVisible();
            assertEquals(6, failures.get());
        }
    }

    @Test
    @Tag("long")
    default void whoSendsBeforeTheModelsAreThereIsToldWhenItCanBeSent() {
        stage().personWith("alice", 50);
        try (Visitor alice = web().visitor()) {
            Page page = alice.logIn("alice");
            List<Route> asked = new ArrayList<>();
            page.route("**/api/models", asked::add);
            page.reload();
            send(page, "hello");
            assertThat(page.locator("chat-input")).containsText("You can send this as soon as the models are there.");
            asked.forEach(Route::resume);
            assertThat(page.locator("chat-input")).containsText("Enter sends");
            input(page).press("Enter");
            assertThat(lastAnswer(page).locator("[data-receipt]")).isVisible();
        }
    }

    @Test
    @Tag("long")
    default void conversationsAreRenamedAndDeleted() {
        stage().personWith("alice", 50);
        try (Visitor alice = web().visitor()) {
            Page page = alice.logIn("alice");
            for (String question : new String[] {"apples", "pears"}) {
                page.getByText("New chat").click();
                send(page, question);
                assertThat(lastAnswer(page).locator("[data-receipt]")).isVisible();
            }
            Locator titles = page.locator("conversation-list .title");
            assertThat(titles).hasText(new String[] {"pears", "apples"});
            rename(page, "apples", "Fruit of the north", "Enter");
            rename(page, "pears", "not this", "Escape");
            assertThat(titles).hasText(new String[] {"Fruit of the north", "pears"});
            page.reload();
            assertThat(titles).hasText(new String[] {"Fruit of the north", "pears"});
            page.onceDialog(dialog -> dialog.dismiss());
            delete(page, "pears");
            assertThat(titles).hasCount(2);
            page.onceDialog(dialog -> dialog.accept());
            delete(page, "pears");
            assertThat(titles).hasText(new String[] {"Fruit of the north"});
            assertThat(page.getByRole(AriaRole.HEADING)).hasText("What can I help with?");
            titles.first().click();
            assertThat(lastAnswer(page)).containsText("apples");
        }
    }

    /** What can't be kept is there as long as the page; nothing else suffers from it. */
    @Test
    @Tag("long")
    default void aBrowserThatKeepsNothingServesAllTheSame() {
        stage().personWith("alice", 50);
        try (Visitor alice = web().visitor()) {
            Page full = alice.logIn("alice");
            full.evaluate("""
                () => {
                  for (let text = 'x'.repeat(1 << 22), i = 0; text; i++) {
                    try { localStorage.setItem('full' + i, text); } catch { text = text.slice(Math.ceil(text.length / 2)); }
                  }
                }
                """);
            Page forbidden = alice.context().newPage();
            forbidden.addInitScript("""
                for (const place of ['localStorage', 'sessionStorage']) {
                  Object.defineProperty(window, place, {get() { throw new DOMException('Denied', 'SecurityError'); }});
                }
                """);
            alice.context()
                    .route(
                            "**/api/chat",
                            route -> route.fulfill(new Route.FulfillOptions()
                                    .setContentType("text/event-stream")
                                    .setBody("event: receipt\ndata: " + ScriptedAnswer.RECEIPT + "\n\n")));
            forbidden.navigate("/");
            for (Page page : new Page[] {full, forbidden}) {
                choose(page, Person.GPT);
                assertThat(page.locator("chat-input [data-cost]")).hasText("2 credits");
                send(page, "not kept");
                assertThat(lastAnswer(page).locator("[data-receipt]")).containsText("2 credits");
                page.getByText("New chat").click();
                assertThat(page.locator("chat-message")).hasCount(0);
                page.locator("conversation-list .title").click();
                assertThat(lastAnswer(page).locator("[data-receipt]")).containsText("2 credits");
            }
            forbidden.navigate("/example");
            forbidden.getByText("Ask AI").click();
            assertThat(remaining(forbidden)).hasText("50");
        }
    }

    /** What one person said isn't shown to, or kept for, the next one who uses the browser. */
    @Test
    default void whoComesNextSeesNothingOfWhoWasHere() {
        stage().personWith("alice", 50);
        stage().personWith("bob", 25);
        try (Visitor visitor = web().visitor()) {
            Page page = visitor.logIn("alice");
            send(page, "a secret of alice");
            assertThat(lastAnswer(page).locator("[data-receipt]")).isVisible();
            input(page).fill("and another");
            Page other = visitor.open("/");
            other.getByText("Log out").click();
            assertThat(Visitor.logInLink(other)).isVisible();
            other.close();
            assertThat(page.getByRole(AriaRole.ALERTDIALOG)).containsText("Your session has ended");
            visitor.logIn("bob").close();
            // As when somebody comes back to this tab.
            page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))");
            assertThat(remaining(page)).hasText("25");
            assertThat(page.getByRole(AriaRole.ALERTDIALOG)).hasCount(0);
            assertThat(page.getByText("a secret of alice")).hasCount(0);
            assertThat(page.locator("chat-message")).hasCount(0);
            assertThat(page.locator("conversation-list li")).hasCount(0);
            assertThat(input(page)).hasValue("");
        }
    }

    /** Fault I1. */
    @Test
    @Tag("long")
    @Order(Stage.LATE)
    default void whileTheIdentityProviderIsDownPeopleChatOnAndAreToldWhatDoesNotWork() {
        stage().personWith("alice", 50);
        try (Visitor alice = web().visitor()) {
            Page page = alice.logIn("alice");
            stage().platform().kill("oidc");
            try {
                send(page, "hello");
                assertThat(lastAnswer(page).locator("[data-receipt]")).hasText("1 credit · 49 left");
                page.getByText("Log out").click();
                assertThat(page.getByRole(AriaRole.ALERT)).containsText("You are logged out here.");
                Visitor.logInLink(page).click();
                assertThat(page.getByRole(AriaRole.ALERT)).containsText("The login service can’t be reached");
                Looks.good(page, "login-unavailable");
            } finally {
                stage().platform().up();
            }
            Visitor.logInLink(page).click();
            page.locator("button[value=alice]").click();
            assertThat(remaining(page)).hasText("49");
        }
    }

    static void rename(Page page, String title, String name, String key) {
        page.getByText(title, new Page.GetByTextOptions().setExact(true))
                .first()
                .hover();
        page.getByLabel("Rename " + title).click();
        page.getByLabel("New name").fill(name);
        page.getByLabel("New name").press(key);
        assertThat(page.getByLabel("New name")).hasCount(0);
    }

    static void delete(Page page, String title) {
        page.locator("conversation-list .title")
                .filter(new Locator.FilterOptions().setHasText(title))
                .hover();
        page.getByLabel("Delete " + title).click();
    }
}
