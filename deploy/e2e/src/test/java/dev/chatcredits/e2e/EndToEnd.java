package dev.chatcredits.e2e;

/** What holds whoever the OIDC provider is. */
abstract class EndToEnd extends OnPlatform
        implements LoginScenarios,
                ChatScenarios,
                EventScenarios,
                DeadLetterScenarios,
                FaultScenarios,
                ClosedDoorScenarios {

    EndToEnd(Platform platform) {
        super(platform);
    }
}
