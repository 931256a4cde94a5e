package dev.chatcredits.local;

import java.util.stream.Collectors;

/** Offers the demo people. Nobody can type claims here, as the library's own form would let them. */
final class LoginPage {
    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Log in · local platform</title>
            <link rel="icon" href="data:,">
            <style>
            :root { color-scheme: light dark; }
            body { font: 1rem/1.5 system-ui, sans-serif; max-width: 28rem; margin: 10vh auto; padding: 0 1rem; }
            button { display: block; width: 100%; margin: .5rem 0; padding: .75rem 1rem; font: inherit; text-align: left;
                     cursor: pointer; }
            </style>
            </head>
            <body>
            <main>
            <h1>Who are you?</h1>
            <p>This login belongs to the local platform. It checks no password and listens on this machine only.</p>
            <form method="post">
            PEOPLE
            </form>
            </main>
            </body>
            </html>
            """;

    private LoginPage() {}

    static String html() {
        return PAGE.replace(
                "PEOPLE", DemoPerson.ALL.stream().map(LoginPage::button).collect(Collectors.joining("\n")));
    }

    private static String button(DemoPerson person) {
        return "<button name=\"username\" value=\"%s\"><strong>%s</strong> – %s</button>"
                .formatted(person.username(), person.username(), person.description());
    }
}
