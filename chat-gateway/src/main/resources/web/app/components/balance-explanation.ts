import { css, html, LitElement, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { type Explanation, explain, type Grant, nameOfGrant, type OpenHold } from '../logic/explanation';
import { FollowsBalance } from '../logic/follows-balance';
import { type ModelState, modelChoice, nameOf } from '../logic/models';
import { Shows } from '../logic/store';
import { useCreditBalance } from '../logic/use-credit-balance';
import { credits, day, time } from '../logic/words';
import { shared } from './styles';

/** How the number at the top comes about: each grant with what became of it, and the answers under way, so that anybody can add it up. */
@customElement('balance-explanation')
export class BalanceExplanation extends LitElement {
  static styles = [
    shared,
    css`
      h2 { font-size: 1.0625rem; margin-bottom: 0.875rem; }
      h3 { font-size: 0.9375rem; font-weight: 650; }
      .parts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(17rem, 100%), 1fr)); gap: 1.5rem 3rem; }
      .grants { display: grid; gap: 1.25rem; align-content: start; }
      .span { color: var(--muted); font-size: 0.875rem; margin-bottom: 0.5rem; }
      dl { margin: 0; display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0.25rem 1rem; font-size: 0.9375rem; font-variant-numeric: tabular-nums; }
      dd { margin: 0; text-align: right; white-space: nowrap; }
      .sum { border-top: 1px solid var(--line); padding-top: 0.375rem; margin-top: 0.125rem; font-weight: 650; }
      dt.sum { margin-right: -1rem; }
      .note { color: var(--muted); font-size: 0.875rem; }
      .under-way > .note { margin-top: 0.5rem; }
      ul { list-style: none; margin: 0.5rem 0 0; padding: 0; font-size: 0.9375rem; }
      li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 1rem; padding: 0.5rem 0; border-top: 1px solid var(--line); font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
      li .note { grid-column: 1 / -1; }
      .charges { justify-self: start; }
      .bad { color: var(--bad); display: grid; gap: 0.75rem; justify-items: start; }
      .bad + .parts { margin-top: 1rem; }
    `,
  ];

  private readonly credit = useCreditBalance(this);
  private readonly models = new Shows<ModelState>(this, modelChoice);
  private readonly explanation = new FollowsBalance<Explanation>(this, this.credit, explain);

  render() {
    const { value, failed } = this.explanation;
    return html`<h2>${title(value)}</h2>
      ${failed ? this.failed(value !== null) : nothing}
      ${value ? this.all(value) : failed ? nothing : html`<p role="status">Loading…</p>`}`;
  }

  private failed(old: boolean) {
    return html`<div class="bad" role="alert">
      <p>${old ? 'This is as last seen: it can’t be read at the moment.' : 'This can’t be read at the moment.'}</p>
      <button type="button" class="secondary" @click=${this.explanation.again}>Try again</button>
    </div>`;
  }

  private all({ balance, grants, holds, heldByOthers }: Explanation) {
    const counting = grants.filter((grant) => grant.state === 'ACTIVE');
    const ended = grants.filter((grant) => grant.state !== 'ACTIVE');
    return html`<div class="parts">
      <div class="grants">
        ${counting.length === 0 ? html`<p class="note">No plan gives you credits at the moment.</p>` : counting.map((grant) => counted(grant))}
        ${counting.length > 1 || counting.some((grant) => grant.remaining < 0) ? sum(counting, balance.remaining) : nothing}
        ${counting.some((grant) => grant.used + grant.debt > 0)
          ? html`<button type="button" class="secondary charges" @click=${this.showCharges}>See what was charged</button>`
          : nothing}
      </div>
      <div class="under-way" data-models=${this.models.value.models.length}>
        <h3>Answers under way</h3>
        ${holds.length === 0 ? html`<p class="note">None: nothing is held.</p>` : html`<ul>${holds.map((hold) => underWay(hold))}</ul>`}
        ${heldByOthers > 0 ? html`<p class="note">And ${credits(heldByOthers)} held for further ones.</p>` : nothing}
        ${ended.map((grant) => over(grant))}
      </div>
    </div>`;
  }

  private showCharges() {
    this.dispatchEvent(new CustomEvent('show-charges', { bubbles: true, composed: true }));
  }
}

function title(explanation: Explanation | null): string {
  if (explanation === null) {
    return 'Where your credits come from';
  }
  const { remaining } = explanation.balance;
  return remaining === 0 ? 'Why no credits are left' : `Where your ${credits(remaining)} ${remaining === 1 ? 'comes' : 'come'} from`;
}

function counted(grant: Grant) {
  return html`<div data-grant=${grant.source}>
    <h3>${nameOfGrant(grant)}</h3>
    <p class="span">${day(grant.start)} to ${day(grant.end)}</p>
    <dl>
      <dt>Granted</dt><dd>${grant.granted}</dd>
      <dt>Charged for answers</dt><dd>${minus(grant.used)}</dd>
      <dt>Held for answers under way</dt><dd>${minus(grant.held)}</dd>
      ${grant.debt > 0 ? html`<dt>Charged beyond it</dt><dd>${minus(grant.debt)}</dd>` : nothing}
      <dt class="sum">Left of it</dt><dd class="sum" data-left>${signed(grant.remaining)}</dd>
    </dl>
  </div>`;
}

/** Only where it isn't plain: several grants, or one that owes more than it has. */
function sum(grants: Grant[], remaining: number) {
  const exact = grants.reduce((all, grant) => all + grant.remaining, 0);
  return html`<dl>
    ${grants.map((grant) => html`<dt>Left of “${nameOfGrant(grant)}”</dt><dd>${signed(grant.remaining)}</dd>`)}
    <dt class="sum">Left altogether${exact < remaining ? ', as less than nothing counts as nothing' : ''}</dt>
    <dd class="sum" data-left-altogether>${remaining}</dd>
  </dl>`;
}

function underWay(hold: OpenHold) {
  return html`<li data-hold=${hold.generationId}>
    <span>${hold.model === null ? 'An answer' : nameOf(hold.model)}</span><span>${credits(hold.credits)}</span>
    <span class="note">Held since ${time(hold.heldAt)}; given back by ${time(hold.expiresAt)} if no answer comes of it.
      ${hold.heldElsewhere > 0 ? elsewhere(hold) : nothing}</span>
  </li>`;
}

function elsewhere(hold: OpenHold): string {
  return hold.heldElsewhere === hold.credits
    ? 'Held in an earlier plan or period, not in what you have now.'
    : `Of these, ${credits(hold.heldElsewhere)} held in an earlier plan or period, not in what you have now.`;
}

function over(grant: Grant) {
  return html`<p class="note" data-over=${grant.state}>Of “${nameOfGrant(grant)}”, ${day(grant.start)} to ${day(grant.end)}, which
    ${grant.state === 'ENDED' ? 'has ended' : 'made way for another plan'}, ${credits(grant.held)} still held: no part of what you have now.</p>`;
}

function minus(amount: number): string {
  return amount === 0 ? '0' : `− ${amount}`;
}

function signed(amount: number): string {
  return amount < 0 ? `− ${-amount}` : `${amount}`;
}
