package dev.chatcredits.credit.ledger;

/**
 * Who lives a random life, and what its generations are called: the same in all lives that are to meet, another in all others.
 *
 * @param suffix of the ids of generations
 */
public record Who(UserId user, String suffix) {

    static final Who ALICE = new Who(Life.ALICE, "");

    public GenerationId generation(int number) {
        return new GenerationId("g" + number + suffix);
    }
}
