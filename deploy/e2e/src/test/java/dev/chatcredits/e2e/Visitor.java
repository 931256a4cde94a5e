package dev.chatcredits.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.List;

/** Somebody's browser, and what the pages in it complained about. */
record Visitor(BrowserContext context, List<String> complaints) implements AutoCloseable {

    Visitor(BrowserContext context) {
        this(context, new ArrayList<>());
        // What a page isn't allowed to do (Content-Security-Policy) and errors of our scripts; a refusal of the API is
        // no complaint.
        context.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                complaints.add(message.text());
            }
        });
        context.onWebError(error -> complaints.add(error.error()));
    }

    /** Logs in as people do and returns when the credits are shown. */
    Page logIn(String person) {
        Page page = context.newPage();
        page.navigate("/");
        logInLink(page).click();
        tell(page, person);
        assertThat(remaining(page)).isVisible();
        // Nothing can be sent before the models are there.
        assertThat(page.locator("chat-input [data-cost]")).isVisible();
        return page;
    }

    /** By its name: until a page knows who is there, it shows other links. */
    static Locator logInLink(Page page) {
        return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Log in"));
    }

    /** Tells the provider who it is: ours asks for nothing else, Keycloak for a password, which is the name. */
    static void tell(Page page, String person) {
        Locator button = page.locator("button[value=" + person + "]");
        Locator name = page.locator("#username");
        button.or(name).waitFor();
        if (button.isVisible()) {
            button.click();
            return;
        }
        name.fill(person);
        page.locator("#password").fill(person);
        page.locator("#kc-login").click();
    }

    Page open(String path) {
        Page page = context.newPage();
        page.navigate(path);
        return page;
    }

    /** To another of our pages, by the link at the side, which a narrow window hides in its menu. */
    static void goTo(Page page, String link) {
        Locator menu = page.getByLabel("Menu", new Page.GetByLabelOptions().setExact(true));
        if (menu.isVisible()) {
            menu.click();
        }
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(link)).click();
    }

    /** What a page asks for from now on. */
    static List<Request> requestsOf(Page page) {
        List<Request> requests = new ArrayList<>();
        page.onRequest(requests::add);
        return requests;
    }

    static Locator remaining(Page page) {
        return page.locator("credit-bar [data-remaining]");
    }

    static Locator input(Page page) {
        return page.getByLabel("Message");
    }

    static Locator lastAnswer(Page page) {
        return page.locator("chat-message article").last();
    }

    static void choose(Page page, String model) {
        page.getByLabel("Model").selectOption(model);
    }

    static void send(Page page, String text) {
        input(page).fill(text);
        input(page).press("Enter");
    }

    @Override
    public void close() {
        context.close();
        assertEquals(List.of(), complaints);
    }
}
