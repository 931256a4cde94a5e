package dev.chatcredits.e2e.chaos;

/** A promise that was broken, and by whom. */
record Violation(Kind kind, String what) {

    enum Kind {
        /** Reported complete, or acknowledged by Kafka, and not charged in full. */
        LOST,
        /** Charged more than once, or answered more than once for one charge. */
        DOUBLED,
        /** A hold was accepted beyond what remained. */
        OVERSPENT,
        /** Granted more or less than the plan gives, or once more in a period. */
        MISGRANTED,
        /** Something is held though nothing is under way, or somebody waits for ever. */
        LEAKED,
        /** Not served though everything was healed. */
        UNSERVED,
        /** Reported not to be charged, and charged. */
        CHARGED_FAILURE,
        /** The DLQ lacks a record or has one too many. */
        DEAD_LETTERS,
        /** Ledger, balance, status route and audit don't say the same. */
        DISAGREEMENT,
        /** An answer that no client should get. */
        ODD_ANSWER
    }

    @Override
    public String toString() {
        return kind + ": " + what;
    }
}
