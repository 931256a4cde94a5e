package dev.chatcredits.e2e;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;

/** {@code deploy/up}, with its pages in a real browser. */
class EndToEndTest extends EndToEnd implements PageScenarios, ShortagePageScenarios, ReplicaScenarios {

    private @Nullable Web web;

    EndToEndTest() {
        super(new Platform("platform"));
    }

    @Override
    public Web web() {
        if (web == null) {
            web = new Web(stage().platform().gateway());
        }
        return web;
    }

    @AfterAll
    void closeBrowser() {
        if (web != null) {
            web.close();
        }
    }
}
