import { css, html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Balance } from '../logic/api';
import { type ModelState, modelChoice, nameOf } from '../logic/models';
import { Shows } from '../logic/store';
import { byDay, byModel, csv, entriesOf, type Entry, runsOut } from '../logic/usage';
import { useCreditBalance } from '../logic/use-credit-balance';
import { credits, day } from '../logic/words';
import { shared } from './styles';
import './usage-chart';
import './usage-entries';

/** Where the credits of this period went, and how the number at the top comes about. */
@customElement('usage-page')
export class UsagePage extends LitElement {
  static styles = [
    shared,
    css`
      .wide { max-width: 52rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.25rem; }
      h1 { font-size: 1.625rem; font-weight: 650; letter-spacing: -0.01em; }
      h2 { font-size: 1.0625rem; margin-bottom: 0.75rem; }
      .lead { color: var(--muted); margin-top: 0.25rem; }
      .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); gap: 1.25rem; }
      section { padding: 1.25rem 1.375rem; border: 1px solid var(--line); border-radius: 1.25rem; background: var(--raised); min-width: 0; }
      dl { margin: 0; display: grid; grid-template-columns: 1fr auto; row-gap: 0.375rem; font-size: 0.9375rem; font-variant-numeric: tabular-nums; }
      dd { margin: 0; text-align: right; }
      .sum { border-top: 1px solid var(--line); padding-top: 0.375rem; font-weight: 650; }
      .model { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0.125rem 0.75rem; margin-bottom: 0.625rem; font-size: 0.9375rem; }
      progress { grid-column: 1 / -1; appearance: none; width: 100%; height: 0.5rem; border: 0; border-radius: 1rem; overflow: hidden; background: var(--line); }
      progress::-webkit-progress-bar { background: var(--line); }
      progress::-webkit-progress-value { background: var(--accent); }
      progress::-moz-progress-bar { background: var(--accent); }
      .head { display: flex; justify-content: space-between; align-items: center; gap: 1rem; flex-wrap: wrap; }
      .bad { color: var(--bad); }
      .note { margin-top: 0.75rem; font-size: 0.875rem; color: var(--muted); }
    `,
  ];

  @state() private entries: Entry[] | null = null;
  @state() private problem = '';
  private readonly credit = useCreditBalance(this);
  private readonly models = new Shows<ModelState>(this, modelChoice);
  private version = -1;

  willUpdate() {
    const state = this.credit.value;
    if (state.kind === 'live' && state.balance.version !== this.version) {
      this.version = state.balance.version;
      void this.load(state.balance);
    }
  }

  render() {
    const state = this.credit.value;
    const balance = state.kind === 'loading' ? null : state.balance;
    return html`<div class="wide" data-models=${this.models.value.models.length}>
      <div>
        <h1>Usage</h1>
        ${balance ? html`<p class="lead">${day(balance.periodStart)} to ${day(balance.periodEnd)}. ${forecast(balance)}</p>` : nothing}
      </div>
      ${this.problem ? html`<p class="bad" role="alert">${this.problem}</p>` : nothing}
      ${balance && this.entries ? this.all(balance, this.entries) : this.problem ? nothing : html`<p role="status">Loading your usage…</p>`}
    </div>`;
  }

  private all(balance: Balance, entries: Entry[]) {
    return html`
      <section><h2>By day</h2><usage-chart .days=${byDay(entries, balance, Date.now())}></usage-chart></section>
      <div class="cards">
        <section><h2>By model</h2>${this.shares(entries)}</section>
        <section><h2>Where your ${credits(balance.remaining)} come from</h2>${explained(balance)}</section>
      </div>
      <section>
        <div class="head"><h2>Every change</h2><button type="button" class="secondary" @click=${() => download(entries)}>Download CSV</button></div>
        <usage-entries .entries=${entries}></usage-entries>
      </section>`;
  }

  private shares(entries: Entry[]) {
    const shares = byModel(entries);
    const most = Math.max(1, ...shares.map((share) => share.credits));
    return shares.length === 0
      ? html`<p class="lead">Nothing yet.</p>`
      : shares.map(
          (share) => html`<div class="model"><span>${nameOf(share.name)}</span><span>${credits(share.credits)}</span>
            <progress aria-label="${nameOf(share.name)}" max=${most} .value=${share.credits}></progress></div>`,
        );
  }

  private async load(balance: Balance) {
    try {
      this.entries = await entriesOf(balance);
      this.problem = '';
    } catch {
      this.problem = 'Your usage can’t be read at the moment.';
    }
  }
}

function forecast(balance: Balance): string {
  if (!balance.hasSubscription) {
    return 'You have no plan, so there are no credits to use.';
  }
  if (balance.remaining === 0) {
    return 'All credits of this period are used.';
  }
  const end = runsOut(balance, Date.now());
  return end
    ? `If you go on like this, your credits run out around ${day(new Date(end).toISOString())}.`
    : 'If you go on like this, your credits last until the period ends.';
}

/** The lines add up to what remains; below zero it is shown as zero. */
function explained(balance: Balance) {
  return html`<dl>
      <dt>Granted in this period</dt><dd>${balance.total}</dd>
      <dt>Used</dt><dd>− ${balance.used}</dd>
      <dt>Held for answers under way</dt><dd>− ${balance.held}</dd>
      ${balance.debt > 0 ? html`<dt>Charged beyond the plan</dt><dd>− ${balance.debt}</dd>` : nothing}
      <dt class="sum">Left</dt><dd class="sum" data-left>${balance.remaining}</dd>
    </dl>
    ${balance.heldElsewhere > 0
      ? html`<p class="note">${credits(balance.heldElsewhere)} of an earlier plan or period are still held for answers under way.</p>`
      : nothing}`;
}

function download(entries: Entry[]) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([csv(entries)], { type: 'text/csv' }));
  link.download = 'credits.csv';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
