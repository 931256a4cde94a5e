package dev.chatcredits.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** How a page looks, as a picture under {@code target/screenshots}, and whether everybody can use it. */
final class Looks {

    private static final String AXE = read("/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js");

    private Looks() {}

    /** Takes a picture; axe must find nothing to complain about. */
    static void good(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", name + ".png")));
        page.evaluate(AXE);
        Object violations = page.evaluate("""
                async () => (await axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']})).violations
                    .flatMap(rule => rule.nodes.map(node => rule.id + ': ' + node.target.flat().join(' ') + ' ' + node.failureSummary))
                """);
        assertEquals(List.of(), violations, name);
        Object wide = page.evaluate("() => document.documentElement.scrollWidth > innerWidth");
        assertEquals(false, wide, name + " is wider than the window");
    }

    private static String read(String resource) {
        try (InputStream in = Looks.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
