package dev.chatcredits.e2e;

/** {@code deploy/up}. */
class EndToEndTest extends EndToEnd {

    EndToEndTest() {
        super(new Platform("platform"));
    }
}
