package dev.chatcredits.e2e;

/** {@code deploy/up}. */
class EndToEndTest extends EndToEnd implements ReplicaScenarios {

    EndToEndTest() {
        super(new Platform("platform"));
    }
}
