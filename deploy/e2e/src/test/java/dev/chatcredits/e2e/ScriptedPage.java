package dev.chatcredits.e2e;

import com.microsoft.playwright.Page;

/** Somebody's page, logged in for real, whose requests of one path are answered by a test from now on. */
record ScriptedPage(Visitor visitor, ScriptedServer server, Page page) implements AutoCloseable {

    static ScriptedPage of(Web web, String person, String path) {
        Visitor visitor = web.visitor();
        ScriptedServer server = new ScriptedServer();
        Page page = visitor.logIn(person);
        server.answers(page, path);
        return new ScriptedPage(visitor, server, page);
    }

    /** The next request that waits for an answer. */
    ScriptedCall next() {
        return server.next(page);
    }

    /** Asks for an answer, of which nothing comes yet. */
    ScriptedCall asked(String question) {
        Visitor.send(page, question);
        return next();
    }

    /** Asks for an answer; the credits are held, and the page knows. */
    ScriptedCall begun(String question) {
        return asked(question).begins(page);
    }

    @Override
    public void close() {
        server.close();
        visitor.close();
    }
}
