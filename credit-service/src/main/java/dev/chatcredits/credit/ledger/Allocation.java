package dev.chatcredits.credit.ledger;

/**
 * What a subscription gives per period.
 *
 * @param planId the plan, or the feature that stands for one
 * @param credits per period
 */
public record Allocation(String planId, long credits) {

    public Allocation {
        if (credits < 0) {
            throw new IllegalArgumentException("an allocation isn't negative: " + credits);
        }
    }
}
