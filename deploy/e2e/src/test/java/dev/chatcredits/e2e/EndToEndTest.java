package dev.chatcredits.e2e;

/** {@code deploy/up}. */
class EndToEndTest extends EndToEnd implements OddRequestScenarios, ReplicaScenarios {

    EndToEndTest() {
        super(new Platform("platform"));
    }
}
