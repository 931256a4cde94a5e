package dev.chatcredits.gateway.credit;

import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.jboss.logging.Logger;

/** The credit service did not answer in time, or not as agreed. What was asked of it may have happened all the same. */
public final class CreditCheckFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Whether anything was sent; when not, there is nothing to take back. */
    private final boolean sent;

    CreditCheckFailed(String message, boolean sent, Throwable cause) {
        super(message, cause);
        this.sent = sent;
    }

    CreditCheckFailed(String message) {
        super(message);
        this.sent = true;
    }

    public boolean sent() {
        return sent;
    }

    /** How loud to log it: while the breaker is open every request fails alike, and what opened it was said before. */
    public Logger.Level logLevel() {
        return getCause() instanceof CircuitBreakerOpenException ? Logger.Level.DEBUG : Logger.Level.WARN;
    }
}
