package dev.chatcredits.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.microsoft.playwright.Page;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.UUID;

/** A request of a page, to be answered by a test. */
final class ScriptedCall {

    private final Socket socket;
    private final String body;
    private volatile boolean gone;

    ScriptedCall(Socket socket, String body) {
        this.socket = socket;
        this.body = body;
        Thread.ofVirtual().start(this::watch);
    }

    /** What the page has sent. */
    String body() {
        return body;
    }

    /** A whole answer. */
    void answer(int status, String type, String text) {
        write(("HTTP/1.1 " + status + " Scripted\r\nContent-Type: " + type + "\r\nConnection: close\r\n\r\n" + text)
                .getBytes(UTF_8));
        end();
    }

    /** A problem as the gateway has them. */
    void refuse(int status, String code, String detail) {
        answer(
                status,
                "application/problem+json",
                "{\"status\": %d, \"code\": \"%s\", \"detail\": \"%s\"}".formatted(status, code, detail));
    }

    /** Begins a stream of events. */
    ScriptedCall open() {
        write(
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nTransfer-Encoding: chunked\r\n\r\n"
                        .getBytes(ISO_8859_1));
        return this;
    }

    /** Begins the stream of an answer. Returns when what it is called is kept in the browser, as this page sees it. */
    ScriptedCall begins(Page page) {
        UUID id = UUID.randomUUID();
        open().event("hold", ScriptedAnswer.hold(id));
        page.waitForFunction("id => Object.values(localStorage).some(kept => kept.includes(id))", id.toString());
        return this;
    }

    ScriptedCall event(String name, String data) {
        return bytes(("event: " + name + "\ndata: " + data + "\n\n").getBytes(UTF_8));
    }

    /** More of the answer. */
    ScriptedCall says(String text) {
        return event("delta", "{\"text\": \"" + text + "\"}");
    }

    /** The answer is whole. */
    ScriptedCall receipt() {
        return event("receipt", ScriptedAnswer.RECEIPT);
    }

    /** A sign of life that says nothing. */
    ScriptedCall heartbeat() {
        return bytes(":\n\n".getBytes(UTF_8));
    }

    /** Written at once: a page that has read its receipt goes, and a second write after that would fail. */
    ScriptedCall bytes(byte[] bytes) {
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        chunk.writeBytes((Integer.toHexString(bytes.length) + "\r\n").getBytes(ISO_8859_1));
        chunk.writeBytes(bytes);
        chunk.writeBytes("\r\n".getBytes(ISO_8859_1));
        write(chunk.toByteArray());
        return this;
    }

    /** In good order. */
    void endStream() {
        write("0\r\n\r\n".getBytes(ISO_8859_1));
        end();
    }

    /** As if the server, or what lies between, had died. */
    void cut() {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        end();
    }

    /** Waits until the page has given this request up. */
    void untilGivenUp(Page page) {
        page.waitForCondition(() -> gone);
    }

    private void watch() {
        try {
            while (socket.getInputStream().read() >= 0) {
                // Nothing is expected.
            }
        } catch (IOException e) {
            // Gone, too.
        }
        gone = true;
    }

    private void end() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
