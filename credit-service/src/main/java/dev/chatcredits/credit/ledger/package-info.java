/**
 * The rules of the ledger: pure, {@code java.*} only, no clock, no SQL, no framework.
 *
 * <p>An {@link dev.chatcredits.credit.ledger.Account} takes a {@link dev.chatcredits.credit.ledger.Command} and an instant and answers with
 * a {@link dev.chatcredits.credit.ledger.Decision}: the account afterwards, the outcome, and the entries to append.
 *
 * <p>What holds at all times, here by the constructors and again in the database by constraints:
 *
 * <ul>
 *   <li>per grant: granted = free + used + held + lapsed, no part of it negative;
 *   <li>per grant: granted = Σ GRANT + Σ ADJUST + (what was taken up again), used = −Σ CHARGE, debt = −Σ DEBT, and the sum of GRANT,
 *       ADJUST, LAPSE and CHARGE is what is still there: free + held;
 *   <li>per grant: held = Σ draws of the holds that are HELD;
 *   <li>per account: remaining = max(0, Σ free − Σ debt) over the active grants; no hold is accepted beyond it;
 *   <li>a generation is charged at most once, for ever.
 * </ul>
 *
 * <p>Words: a <b>grant</b> is an amount of credits for a period; a <b>hold</b> sets credits aside for a generation, drawn from named
 * grants; an <b>entry</b> explains a change of what was granted or used; <b>debt</b> is what was charged beyond a PLAN grant; credits
 * <b>lapse</b> when their grant ends or is set aside by a plan change.
 */
@NullMarked
package dev.chatcredits.credit.ledger;

import org.jspecify.annotations.NullMarked;
