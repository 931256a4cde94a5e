package dev.chatcredits.gateway.credit;

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
}
