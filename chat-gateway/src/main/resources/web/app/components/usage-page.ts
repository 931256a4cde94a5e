import { css, html, LitElement, nothing } from 'lit';
import { customElement, query } from 'lit/decorators.js';
import type { Balance } from '../logic/api';
import { FollowsBalance } from '../logic/follows-balance';
import { type ModelState, modelChoice, nameOf } from '../logic/models';
import { Shows } from '../logic/store';
import { byDay, byModel, csv, type Entry, type History, historyOf, runsOut, spent } from '../logic/usage';
import { lastBalance, useCreditBalance } from '../logic/use-credit-balance';
import { credits, day } from '../logic/words';
import { shared } from './styles';
import './balance-explanation';
import './usage-chart';
import './usage-entries';
import type { UsageEntries } from './usage-entries';

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
      .model { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0.125rem 0.75rem; margin-bottom: 0.625rem; font-size: 0.9375rem; }
      progress { grid-column: 1 / -1; appearance: none; width: 100%; height: 0.5rem; border: 0; border-radius: 1rem; overflow: hidden; background: var(--line); }
      progress::-webkit-progress-bar { background: var(--line); }
      progress::-webkit-progress-value { background: var(--accent); }
      progress::-moz-progress-bar { background: var(--accent); }
      .head { display: flex; justify-content: space-between; align-items: center; gap: 0.5rem; flex-wrap: wrap; margin-bottom: 0.75rem; }
      .head h2 { margin: 0; }
      .bad { color: var(--bad); display: grid; gap: 0.75rem; justify-items: start; }
    `,
  ];

  private readonly credit = useCreditBalance(this);
  private readonly models = new Shows<ModelState>(this, modelChoice);
  private readonly history = new FollowsBalance<History>(this, this.credit, historyOf);
  @query('usage-entries') private table!: UsageEntries | null;

  render() {
    const balance = lastBalance();
    const { value, failed } = this.history;
    return html`<div class="wide" data-models=${this.models.value.models.length} @show-charges=${() => this.table?.showCharges()}>
      <div>
        <h1>Usage</h1>
        ${balance ? html`<p class="lead">${day(balance.periodStart)} to ${day(balance.periodEnd)}. ${value ? forecast(balance, value.entries) : nothing}</p>` : nothing}
      </div>
      <section><balance-explanation></balance-explanation></section>
      ${failed ? this.failed(value !== null) : nothing}
      ${balance && value ? this.all(balance, value) : failed ? nothing : html`<p role="status">Loading your usage…</p>`}
    </div>`;
  }

  private failed(old: boolean) {
    return html`<div class="bad" role="alert">
      <p>${old ? 'What you used is shown as last seen: it can’t be read at the moment.' : 'What you used can’t be read at the moment.'}</p>
      <button type="button" class="secondary" @click=${this.history.again}>Try again</button>
    </div>`;
  }

  private all(balance: Balance, { entries, whole }: History) {
    return html`
      ${whole ? nothing : html`<p class="lead">There are very many changes in this period: what follows is about the newest ${entries.length}.</p>`}
      <div class="cards">
        <section><h2>By day</h2>${spent(entries).length === 0
          ? html`<p class="lead">Nothing yet.</p>`
          : html`<usage-chart .days=${byDay(entries, balance, Date.now())}></usage-chart>`}</section>
        <section><h2>By model</h2>${this.shares(entries)}</section>
      </div>
      <section>
        ${entries.length === 0
          ? html`<h2>Every change</h2><p class="lead">None yet in this period.</p>`
          : html`<div class="head"><h2>Every change</h2><button type="button" class="secondary" @click=${() => download(entries)}>Download CSV</button></div>
              <usage-entries .entries=${entries}></usage-entries>`}
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
}

function forecast(balance: Balance, entries: Entry[]): string {
  if (balance.remaining === 0) {
    return balance.hasSubscription ? 'No credits are left.' : 'You have no plan, so there are no credits to use.';
  }
  if (spent(entries).length === 0) {
    return 'Nothing was used so far.';
  }
  const end = runsOut(balance, entries, Date.now());
  return end
    ? `If you go on like this, your credits run out around ${day(new Date(end).toISOString())}.`
    : 'If you go on like this, your credits last until the period ends.';
}

function download(entries: Entry[]) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([csv(entries)], { type: 'text/csv' }));
  link.download = 'credits.csv';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
