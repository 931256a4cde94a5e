package dev.chatcredits.credit.ledger;

/** Why a command was refused; its callers' error codes. */
public enum Refusal {
    INSUFFICIENT_CREDITS,
    NO_SUBSCRIPTION,
    GENERATION_ID_REUSED,
    GENERATION_IN_PROGRESS,
    GENERATION_ENDED,
    /** A success without a hold is of a model that may not be had without a price. */
    MODEL_WITHOUT_PRICE,
    /** The proof is from more than a minute in the future. */
    PROOF_FROM_THE_FUTURE,
    /** The adjustment would take what is used or held already. */
    BELOW_USED_AND_HELD,
    /** The admin's idempotency key came with another request. */
    IDEMPOTENCY_KEY_REUSED
}
