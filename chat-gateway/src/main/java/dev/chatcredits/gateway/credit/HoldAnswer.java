package dev.chatcredits.gateway.credit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatcredits.gateway.problem.Code;

/** What the credit service says to a hold. Everything else that it may say, or its silence, is a {@link CreditCheckFailed}. */
public sealed interface HoldAnswer {

    /** The generation may start. */
    record Held(Hold hold) implements HoldAnswer {}

    /**
     * It may not.
     *
     * @param why INSUFFICIENT_CREDITS, NO_SUBSCRIPTION, one of the three GENERATION codes, or INVALID_REQUEST for a model that
     *     may not be sold without a price
     * @param body the credit service's problem, with its numbers
     */
    record Refused(Code why, ObjectNode body) implements HoldAnswer {}
}
