package dev.chatcredits.gateway.provider;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;

/** Keeps everything that is logged, of every logger and level, stack traces included, until it is closed. */
public final class LogRecorder extends Handler implements AutoCloseable {

    private final PatternFormatter formatter = new PatternFormatter("%p %c %s%e%n");
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Logger root = Logger.getLogger("");
    private final Level level = root.getLevel();

    private LogRecorder() {}

    public static LogRecorder start() {
        var recorder = new LogRecorder();
        recorder.setLevel(Level.ALL);
        recorder.root.setLevel(Level.ALL);
        recorder.root.addHandler(recorder);
        return recorder;
    }

    public String text() {
        return String.join("", lines);
    }

    @Override
    public void publish(LogRecord entry) {
        lines.add(formatter.format(ExtLogRecord.wrap(entry)));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        root.removeHandler(this);
        root.setLevel(level);
    }
}
