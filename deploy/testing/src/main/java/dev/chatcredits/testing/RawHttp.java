package dev.chatcredits.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A connection to a service of 127.0.0.1 on which anything can be sent, as no HTTP library would send it. Characters are bytes. */
public final class RawHttp implements AutoCloseable {
    private static final Pattern STATUS = Pattern.compile("(?m)^HTTP/\\S+ (\\d{3})");
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Socket socket;

    private RawHttp(Socket socket) {
        this.socket = socket;
    }

    /**
     * What came back.
     *
     * @param closed whether the service has ended the connection
     */
    public record Answers(String text, boolean closed) {
        /** How many answers it is. */
        public long count() {
            return STATUS.matcher(text).results().count();
        }

        /** The status of the first; 0 when there is none. */
        public int status() {
            var status = STATUS.matcher(text);
            return status.find() ? Integer.parseInt(status.group(1)) : 0;
        }
    }

    public static RawHttp to(int port) {
        try {
            return new RawHttp(new Socket(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends one text and reads until the service ends the connection, or has sent nothing for so long. */
    public static Answers exchange(int port, String text, Duration quiet) {
        try (var connection = to(port)) {
            connection.send(text);
            return connection.read(quiet);
        }
    }

    /** Whether it could be sent; it can't be when the service has ended the connection. */
    public boolean send(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(ISO_8859_1));
            return true;
        } catch (SocketException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads until the service ends the connection, or sends nothing more for so long after it has sent something. */
    public Answers read(Duration quiet) {
        return read(quiet, text -> false);
    }

    /** Reads until what was sent is enough, or the service ends the connection, or sends nothing for longer than anybody waits. */
    public Answers read(Predicate<String> enough) {
        return read(LIMIT, enough);
    }

    private Answers read(Duration quiet, Predicate<String> enough) {
        var read = new ByteArrayOutputStream();
        var buffer = new byte[16 * 1024];
        try {
            var in = socket.getInputStream();
            while (true) {
                socket.setSoTimeout((int) (read.size() == 0 ? LIMIT : quiet).toMillis());
                var count = in.read(buffer);
                if (count < 0) {
                    return new Answers(read.toString(ISO_8859_1), true);
                }
                read.write(buffer, 0, count);
                if (enough.test(read.toString(ISO_8859_1))) {
                    return new Answers(read.toString(ISO_8859_1), false);
                }
            }
        } catch (SocketTimeoutException e) {
            return new Answers(read.toString(ISO_8859_1), false);
        } catch (SocketException e) {
            return new Answers(read.toString(ISO_8859_1), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
