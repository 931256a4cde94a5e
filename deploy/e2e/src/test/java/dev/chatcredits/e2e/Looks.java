package dev.chatcredits.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ViewportSize;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** How a page looks, as pictures under {@code target/screenshots}, and whether everybody can use it. */
final class Looks {

    private static final String AXE = read("/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js");

    private Looks() {}

    /** Whether axe looks too: what depends on the width and what depends on the colours is seen in two of the four. */
    private enum View {
        DESKTOP_LIGHT(1280, 800, ColorScheme.LIGHT, true),
        DESKTOP_DARK(1280, 800, ColorScheme.DARK, false),
        PHONE_LIGHT(360, 740, ColorScheme.LIGHT, false),
        PHONE_DARK(360, 740, ColorScheme.DARK, true);

        private final int width;
        private final int height;
        private final ColorScheme scheme;
        private final boolean axe;

        View(int width, int height, ColorScheme scheme, boolean axe) {
            this.width = width;
            this.height = height;
            this.scheme = scheme;
            this.axe = axe;
        }
    }

    /** Takes a picture of each view, ends in the one that it began with; axe must find nothing to complain about. */
    static void good(Page page, String name) {
        ViewportSize before = page.viewportSize();
        ColorScheme scheme = schemeOf(page);
        for (View view : View.values()) {
            look(page, view, name);
        }
        show(page, before.width, before.height, scheme);
    }

    /** The same for what is there in a narrow window only. */
    static void goodOnPhones(Page page, String name) {
        ViewportSize before = page.viewportSize();
        ColorScheme scheme = schemeOf(page);
        look(page, View.PHONE_DARK, name);
        show(page, before.width, before.height, scheme);
    }

    private static ColorScheme schemeOf(Page page) {
        boolean isDark = (boolean) page.evaluate("() => matchMedia('(prefers-color-scheme: dark)').matches");
        return isDark ? ColorScheme.DARK : ColorScheme.LIGHT;
    }

    private static void show(Page page, int width, int height, ColorScheme scheme) {
        page.setViewportSize(width, height);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
    }

    private static void look(Page page, View view, String state) {
        show(page, view.width, view.height, view.scheme);
        String name = state + "-" + view.name().toLowerCase(Locale.ROOT).replace('_', '-');
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", name + ".png")));
        Object wide = page.evaluate("() => document.documentElement.scrollWidth > innerWidth");
        assertEquals(false, wide, name + " is wider than the window");
        Object tall = page.evaluate(
                "() => document.querySelector('chat-app') !== null && document.documentElement.scrollHeight > innerHeight");
        assertEquals(false, tall, name + " is taller than the window");
        if (view.axe) {
            assertEquals(List.of(), violations(page), name);
        }
    }

    private static Object violations(Page page) {
        if (Boolean.FALSE.equals(page.evaluate("() => 'axe' in window"))) {
            page.evaluate(AXE);
        }
        return page.evaluate("""
                async () => (await axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']})).violations
                    .flatMap(rule => rule.nodes.map(node => rule.id + ': ' + node.target.flat().join(' ') + ' ' + node.failureSummary))
                """);
    }

    private static String read(String resource) {
        try (InputStream in = Looks.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
