package dev.chatcredits.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.chatcredits.e2e.Visitor.input;
import static dev.chatcredits.e2e.Visitor.remaining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Tuple;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a page shows of any balance, many of them on one open page. {@code -Dpages.tries=1000} tries more, {@code -Dpages.seed=…} the same. */
interface BalancePropertyScenarios {

    int TRIES = Integer.getInteger("pages.tries", 100);

    /** Through the credit service, its topic and the gateway. */
    int FOR_REAL = Integer.getInteger("pages.tries.real", 2);

    /** A balance, and a model out of those that there are. */
    record Try(int remaining, int total, int model) {}

    /** A model that can be chosen, and what it costs. */
    record Model(String id, String name, int credits) {

        static List<Model> offeredOn(Page page) {
            JsonPath offer = JsonPath.from(page.request().get("/api/models").text());
            return IntStream.range(0, offer.getList("models").size())
                    .mapToObj(i -> "models[" + i + "].")
                    .map(at -> new Model(
                            offer.getString(at + "id"), offer.getString(at + "name"), offer.getInt(at + "credits")))
                    .toList();
        }
    }

    /** What a page shows, as its own script reads it: once it is drawn, and after having tried to send what is typed. */
    String SEEN = """
        async () => {
          const inside = (element, selector) => element?.shadowRoot?.querySelector(selector);
          const all = (element, selector) => [...(element?.shadowRoot?.querySelectorAll(selector) ?? [])].map(one => one.textContent.trim());
          const app = document.querySelector('chat-app');
          const bar = inside(app, 'credit-bar'), chat = inside(app, 'chat-page');
          const input = inside(chat, 'chat-input'), overlay = inside(chat, 'insufficient-credits-overlay');
          await Promise.all([bar, chat, input, overlay].map(one => one?.updateComplete));
          const field = inside(input, 'textarea');
          const isBlocked = field.disabled;
          if (isBlocked) {
            field.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true, composed: true, cancelable: true}));
            inside(input, 'form').requestSubmit();
          }
          return {
            remaining: inside(bar, '[data-remaining]')?.textContent,
            total: inside(bar, '[data-total]')?.textContent,
            progress: inside(bar, 'progress')?.value,
            warnings: all(bar, '.low'),
            isBlocked,
            placeholder: field.placeholder,
            cannotSend: inside(input, 'button.go').disabled,
            overlay: all(overlay, 'p')[0] ?? '',
            offers: all(overlay, 'button'),
            links: all(overlay, 'a'),
          };
        }
        """;

    Stage stage();

    Web web();

    @Test
    @Tag("Property-7")
    @DisplayName("Property 7: a page warns of any balance of 5 or fewer, and of no other. Validates: R2.1, R2.4")
    default void aPageWarnsOfFewCreditsAndOfNothingElse() {
        try (ScriptedPage scripted = ScriptedPage.of(web(), "bob", BalanceStateScenarios.STREAM)) {
            Page page = scripted.page();
            page.reload();
            ScriptedCall stream = scripted.next().open();
            int[] version = {0};
            check(TRIES, tried -> {
                new ScriptedBalance("bob", ++version[0], tried.total, tried.remaining, ScriptedBalance.FAR_AHEAD)
                        .to(stream);
                Map<?, ?> seen = seen(page, tried.remaining, tried.total);
                assertEquals(tried.total + "", seen.get("total"));
                assertEquals(Math.min(tried.remaining, tried.total) + "", seen.get("progress") + "");
                assertEquals(warnings(tried.remaining), seen.get("warnings"));
            });
        }
    }

    @Test
    @Tag("Property-4")
    @DisplayName("Property 4: with fewer credits than the model costs nothing can be sent, and the page says why."
            + " Validates: R4.1, R4.2, R4.3")
    default void withTooFewCreditsNothingIsSentAndThePageSaysWhy() {
        try (ScriptedPage scripted = ScriptedPage.of(web(), "bob", BalanceStateScenarios.STREAM)) {
            Page page = scripted.page();
            List<Model> models = Model.offeredOn(page);
            page.reload();
            ScriptedCall stream = scripted.next().open();
            ScriptedBalance.of("bob", 50).to(stream);
            input(page).fill("typed already");
            int[] asked = {0};
            page.onRequest(request -> asked[0] += request.url().endsWith("/api/chat") ? 1 : 0);
            int[] version = {1};
            check(TRIES, tried -> {
                Model model = models.get(tried.model % models.size());
                Visitor.choose(page, model.id);
                new ScriptedBalance("bob", ++version[0], tried.total, tried.remaining, ScriptedBalance.FAR_AHEAD)
                        .to(stream);
                shortage(models, model, tried.remaining, seen(page, tried.remaining, tried.total));
                assertEquals(0, asked[0], "requests");
            });
            assertThat(input(page)).hasValue("typed already");
        }
    }

    @Test
    @Tag("Property-4")
    @Tag("Property-7")
    @DisplayName("Properties 4 and 7 through all services. Validates: R2.3, R2.4, R4.1, R4.2")
    default void whatTheCreditServiceSaysIsWhatThePageShows() {
        Person bob = stage().personWith("bob", 25);
        try (Visitor visitor = web().visitor()) {
            Page page = visitor.logIn("bob");
            List<Model> models = Model.offeredOn(page);
            check(FOR_REAL, tried -> {
                Model model = models.get(tried.model % models.size());
                Visitor.choose(page, model.id);
                int left = tried.remaining % 9;
                stage().office().setRemaining(bob.userId(), left);
                assertThat(remaining(page)).hasText("" + left);
                Map<?, ?> seen =
                        seen(page, left, stage().office().account(bob.userId()).getInt("total"));
                assertEquals(warnings(left), seen.get("warnings"));
                shortage(models, model, left, seen);
            });
        }
    }

    private static List<String> warnings(int remaining) {
        if (remaining > 5) {
            return List.of();
        }
        return List.of(remaining == 0 ? "No credits left" : "Only " + credits(remaining) + " left");
    }

    private static void shortage(List<Model> models, Model model, int remaining, Map<?, ?> seen) {
        int cost = model.credits;
        boolean isShort = remaining < cost;
        assertEquals(isShort, seen.get("isBlocked"));
        if (!isShort) {
            assertEquals("Ask anything", seen.get("placeholder"));
            assertEquals("", seen.get("overlay"));
            return;
        }
        assertEquals(true, seen.get("cannotSend"));
        assertEquals(
                "Not enough credits: %s needs %d, you have %d".formatted(model.name, cost, remaining),
                seen.get("placeholder"));
        String overlay = String.valueOf(seen.get("overlay")).replaceAll("\\s+", " ");
        boolean isAnyAffordable = models.stream().anyMatch(other -> other.credits <= remaining);
        assertEquals(
                "You have %d left and an answer needs %d.".formatted(remaining, cost)
                        + (isAnyAffordable || remaining == 0 ? "" : " No model is affordable with what is left."),
                overlay.replaceAll(" New credits come on \\d+ \\w+\\.$", ""));
        assertEquals(
                models.stream()
                        .filter(other -> other.credits <= remaining)
                        .map(other -> "Use " + other.name + " (" + credits(other.credits) + ")")
                        .collect(Collectors.toList()),
                seen.get("offers"));
        assertEquals(List.of("Upgrade", "See what they went on"), seen.get("links"));
    }

    private static String credits(int amount) {
        return amount == 1 ? "1 credit" : amount + " credits";
    }

    /** What is seen as soon as the bar shows these credits. */
    private static Map<?, ?> seen(Page page, int remaining, int total) {
        return Wait.value(
                "the page shows " + remaining + " of " + total,
                Stage.SOON,
                () -> (Map<?, ?>) page.evaluate(SEEN),
                seen -> (remaining + "").equals(seen.get("remaining")) && (total + "").equals(seen.get("total")));
    }

    private static void check(int tries, Consumer<Try> property) {
        long seed = Long.getLong("pages.seed", System.nanoTime());
        JqwikSession.run(() -> {
            RandomGenerator<Try> generator = tries().generator(tries, true);
            Random random = new Random(seed);
            for (int i = 0; i < tries; i++) {
                Try tried = generator.next(random).value();
                try {
                    property.accept(tried);
                } catch (AssertionError | RuntimeException e) {
                    throw new AssertionError("try " + i + ": " + tried + ", -Dpages.seed=" + seed, e);
                }
            }
        });
    }

    /** Mostly around what models cost and what is warned of. */
    private static Arbitrary<Try> tries() {
        Arbitrary<Integer> remaining = Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.integers().between(0, 8)),
                Tuple.of(1, Arbitraries.integers().between(0, 60)),
                Tuple.of(1, Arbitraries.integers().between(0, 2_000_000_000)));
        Arbitrary<Integer> more = Arbitraries.integers().between(0, 100);
        return Combinators.combine(remaining, more, Arbitraries.integers().between(0, 1000))
                .as((left, used, model) -> new Try(left, left + used, model));
    }
}
