package dev.chatcredits.e2e.chaos;

import java.time.Duration;
import java.util.List;

/**
 * What is done to a part, and undone later.
 *
 * @param at when, from the beginning of the load
 * @param aim it strikes as soon as a generation is seen in this state
 * @param lasts until it is undone
 */
record Fault(Duration at, Kind kind, Target target, Aim aim, Duration lasts) {

    enum Kind {
        /** SIGKILL; started again. */
        KILL,
        /** SIGTERM; started again. */
        STOP,
        /** SIGSTOP; SIGCONT. */
        PAUSE,
        /** Connections are reset, new ones too. */
        CUT,
        /** Connections are reset, new ones refused. */
        REFUSE,
        /** Answers come late. */
        SLOW,
        /** Requests arrive, answers are lost. */
        SWALLOW,
        /** Nothing arrives, and nobody is told. */
        LOSE,
        /** The connections of this moment are dead for ever, and nobody is told; new ones work. */
        FORGET;

        static final List<Kind> OF_WIRES = List.of(CUT, REFUSE, SLOW, SWALLOW, LOSE, FORGET);

        List<Target> targets() {
            return switch (this) {
                case KILL, STOP, PAUSE -> Target.PROCESSES;
                case CUT, REFUSE, SLOW, SWALLOW, LOSE, FORGET -> Target.WIRES;
            };
        }
    }

    enum Target {
        GATEWAY,
        CREDIT_SERVICE,
        POSTGRES,
        KAFKA,
        OIDC_PROVIDER,
        GATEWAY_TO_CREDIT_SERVICE,
        CREDIT_SERVICE_TO_POSTGRES;

        static final List<Target> PROCESSES = List.of(GATEWAY, CREDIT_SERVICE, POSTGRES, KAFKA, OIDC_PROVIDER);
        static final List<Target> WIRES = List.of(GATEWAY_TO_CREDIT_SERVICE, CREDIT_SERVICE_TO_POSTGRES);
    }

    /** What a client can be waiting for. */
    enum Aim {
        HOLD,
        STREAM,
        ACKNOWLEDGEMENT
    }
}
