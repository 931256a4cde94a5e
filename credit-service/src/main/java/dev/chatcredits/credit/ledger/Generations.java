package dev.chatcredits.credit.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The life of a hold: placed, and settled, released or expired. */
final class Generations {

    private Generations() {}

    static Outcome place(Turn turn, Command.PlaceHold command) {
        Hold known = turn.hold(command.generation());
        if (known != null) {
            return again(known, command);
        }
        if (Plans.isFromTheFuture(turn, command.proof())) {
            return new Outcome.Refused(Refusal.PROOF_FROM_THE_FUTURE, null);
        }
        Plans.take(turn, command.proof());
        if (turn.remaining() < command.credits()) {
            boolean subscribed = turn.subscription().allocation() != null;
            return new Outcome.Refused(subscribed ? Refusal.INSUFFICIENT_CREDITS : Refusal.NO_SUBSCRIPTION, null);
        }
        Hold hold = new Hold(
                command.generation(),
                command.modelId(),
                command.credits(),
                Hold.Status.HELD,
                command.hashOrId(),
                command.attemptOrId(),
                draw(turn, command.credits()),
                turn.now(),
                turn.clock().plus(command.life()),
                null);
        turn.put(hold);
        return new Outcome.Applied(hold);
    }

    private static Outcome again(Hold known, Command.PlaceHold command) {
        if (known.isForAnotherRequest(command.modelId(), command.hashOrId())) {
            return new Outcome.Refused(Refusal.GENERATION_ID_REUSED, known);
        }
        if (!known.isHeld()) {
            return new Outcome.Refused(Refusal.GENERATION_ENDED, known);
        }
        return known.isAttempt(command.attemptOrId())
                ? new Outcome.Replayed(known)
                : new Outcome.Refused(Refusal.GENERATION_IN_PROGRESS, known);
    }

    private static List<Hold.Draw> draw(Turn turn, long credits) {
        List<Hold.Draw> draws = new ArrayList<>();
        long rest = credits;
        for (Grant grant : turn.active()) {
            long part = Math.min(rest, grant.free());
            if (part > 0) {
                turn.put(grant.holding(part));
                draws.add(new Hold.Draw(grant.no(), part));
                rest -= part;
            }
        }
        return draws;
    }

    static Outcome settle(Turn turn, Command.Settle command) {
        Hold known = turn.hold(command.generation());
        if (known != null && known.status() == Hold.Status.SETTLED) {
            return new Outcome.Replayed(known);
        }
        Instant completed = turn.notAfterNow(command.completedAt());
        Hold settled;
        if (known == null || known.isTombstone()) {
            Long price = command.price();
            if (price == null) {
                return new Outcome.Refused(Refusal.MODEL_WITHOUT_PRICE, known);
            }
            Hold seen = known == null ? Hold.tombstone(command.generation(), turn.now()) : known;
            settled = seen.settlingWithoutHold(command.modelId(), price, turn.now());
            chargeWithoutHold(turn, settled, completed, Cause.generation(settled, completed));
        } else {
            settled = known.ending(Hold.Status.SETTLED, turn.now());
            Cause cause = Cause.generation(settled, completed);
            if (known.isHeld()) {
                known.draws().forEach(d -> chargeHeld(turn, d, cause));
            } else {
                chargeWithoutHold(turn, settled, turn.knows(known.draws()) ? known.createdAt() : completed, cause);
            }
        }
        turn.put(settled);
        return new Outcome.Applied(settled);
    }

    private static void chargeHeld(Turn turn, Hold.Draw draw, Cause cause) {
        Grant grant = turn.grant(draw.grantNo());
        turn.book(grant.settling(draw.credits()), Entry.Kind.CHARGE, -draw.credits(), cause);
    }

    /** Charges the grants that were drawn from, then those of the period; what goes beyond them is debt of its PLAN grant. */
    private static void chargeWithoutHold(Turn turn, Hold settled, Instant at, Cause cause) {
        Grant plan = Plans.grantAt(turn, at);
        Set<Long> candidates = new LinkedHashSet<>();
        settled.draws().stream().filter(turn::knows).forEach(d -> candidates.add(d.grantNo()));
        if (plan.isActive()) {
            turn.active().forEach(g -> candidates.add(g.no()));
        } else {
            candidates.add(plan.no());
        }
        long rest = settled.credits();
        for (long no : candidates) {
            rest -= take(turn, turn.grant(no), rest, cause);
        }
        owe(turn, plan.no(), rest, cause);
    }

    /** Charges as much as the grant can still give, of what had lapsed if it doesn't count any more. */
    private static long take(Turn turn, Grant grant, long credits, Cause cause) {
        long part;
        if (grant.isActive()) {
            part = Math.min(credits, Math.min(grant.free(), turn.remaining()));
            turn.book(grant.using(part), Entry.Kind.CHARGE, -part, cause);
        } else {
            part = Math.min(credits, grant.lapsed());
            turn.book(grant, Entry.Kind.LAPSE, part, Cause.because("found again for a late charge", cause.at()));
            turn.book(grant.usingLapsed(part), Entry.Kind.CHARGE, -part, cause);
        }
        return part;
    }

    private static void owe(Turn turn, long planGrantNo, long credits, Cause cause) {
        Grant plan = turn.grant(planGrantNo);
        if (!plan.isActive()) {
            turn.book(plan, Entry.Kind.DEBT, -credits, cause);
            turn.book(plan, Entry.Kind.DEBT, credits, Cause.because("debt ends with its period", cause.at()));
        } else {
            turn.book(plan.owing(credits), Entry.Kind.DEBT, -credits, cause);
        }
    }

    static Outcome release(Turn turn, Command.Release command) {
        Hold known = turn.hold(command.generation());
        if (known == null) {
            Hold tombstone = Hold.tombstone(command.generation(), turn.now());
            turn.put(tombstone);
            return new Outcome.Applied(tombstone);
        }
        return known.isHeld() && command.isFor(known)
                ? giveBack(turn, known, Hold.Status.RELEASED)
                : new Outcome.Replayed(known);
    }

    static Outcome expire(Turn turn, Command.Expire command) {
        @Nullable Hold known = turn.hold(command.generation());
        return known != null && known.isHeld() && known.expiresAt().isBefore(command.endedBefore())
                ? giveBack(turn, known, Hold.Status.EXPIRED)
                : new Outcome.Replayed(known);
    }

    private static Outcome giveBack(Turn turn, Hold hold, Hold.Status end) {
        hold.draws().forEach(draw -> free(turn, draw));
        Hold ended = hold.ending(end, turn.now());
        turn.put(ended);
        return new Outcome.Applied(ended);
    }

    /** What is freed in a grant pays its debt first, and lapses if the grant doesn't count any more. */
    private static void free(Turn turn, Hold.Draw draw) {
        Grant grant = turn.grant(draw.grantNo());
        long paid = Math.min(draw.credits(), grant.debt());
        Cause debtPaid = Cause.because("debt paid", turn.now());
        turn.book(grant.settling(paid).owing(-paid), Entry.Kind.CHARGE, -paid, debtPaid);
        turn.book(turn.grant(grant.no()), Entry.Kind.DEBT, paid, debtPaid);
        long rest = draw.credits() - paid;
        Grant payer = turn.grant(grant.no());
        if (payer.isActive()) {
            turn.put(payer.holding(-rest));
        } else {
            turn.book(
                    payer.lapsingHeld(rest),
                    Entry.Kind.LAPSE,
                    -rest,
                    Cause.because("freed after its grant ended", turn.now()));
        }
    }
}
