package dev.chatcredits.e2e;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;

/** The pages of {@code deploy/up} in a real browser; a platform of their own lets them run beside the other scenarios. */
class PagesTest extends OnPlatform
        implements PageScenarios,
                ShortagePageScenarios,
                UsagePageScenarios,
                PricingPageScenarios,
                SidebarScenarios,
                StateScenarios,
                StoryScenarios,
                BalanceStateScenarios,
                BalancePropertyScenarios,
                AnswerStateScenarios,
                LivePageScenarios {

    private @Nullable Web web;

    PagesTest() {
        super(new Platform("platform-pages"));
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
