package dev.chatcredits.e2e;

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
                OpenEndScenarios,
                StopScenarios,
                LivePageScenarios {

    PagesTest() {
        super(new Platform("platform-pages"));
    }
}
