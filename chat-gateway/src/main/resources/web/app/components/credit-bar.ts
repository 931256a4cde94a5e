import { css, html, LitElement, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { Balance } from '../logic/api';
import { useCreditBalance } from '../logic/use-credit-balance';
import { credits, LOW, shortDay } from '../logic/words';
import { offline, warning } from './icons';
import { shared } from './styles';

/** What is left of the credits: as numbers, as a bar, and in words where it matters. */
@customElement('credit-bar')
export class CreditBar extends LitElement {
  static styles = [
    shared,
    css`
      :host { font-size: 0.875rem; line-height: 1.3; min-width: 0; container-type: inline-size; }
      .bar { display: flex; align-items: center; justify-content: flex-end; gap: 0.25rem 0.75rem; min-height: 2.75rem; flex-wrap: wrap; }
      .amount { display: flex; align-items: center; gap: 0.625rem; font-variant-numeric: tabular-nums; white-space: nowrap; }
      strong { font-weight: 650; }
      .renews { color: var(--muted); white-space: nowrap; }
      progress {
        appearance: none; width: 6rem; height: 0.5rem; border: 0; border-radius: 1rem; overflow: hidden; background: var(--line);
      }
      progress::-webkit-progress-bar { background: var(--line); }
      progress::-webkit-progress-value { background: var(--accent); transition: inline-size 0.2s; }
      progress::-moz-progress-bar { background: var(--accent); }
      .note { display: inline-flex; align-items: center; gap: 0.375rem; padding: 0.125rem 0.625rem; border-radius: 1rem; font-weight: 600; }
      .low { background: var(--warn-bg); color: var(--warn); }
      .low-bar progress::-webkit-progress-value { background: var(--warn); }
      .off { background: var(--bubble); color: var(--text); }
      .old { opacity: 0.75; }
      .skeleton { width: 12rem; max-width: 40vw; height: 0.75rem; border-radius: 1rem; background: var(--line); animation: breathe 1.2s infinite alternate; }
      @keyframes breathe { to { opacity: 0.4; } }
      @media (prefers-reduced-motion: reduce) {
        .skeleton { animation: none; }
        progress::-webkit-progress-value { transition: none; }
      }
      @container (max-width: 32rem) {
        .note ~ .renews { display: none; }
        progress { width: 3.5rem; }
        .note .more { display: none; }
      }
    `,
  ];

  private readonly credit = useCreditBalance(this);

  render() {
    const state = this.credit.value;
    if (state.kind === 'loading') {
      return html`<div class="bar" role="status"><span class="hidden">Loading your credits</span><div class="skeleton"></div></div>`;
    }
    if (state.kind === 'logged-out') {
      return nothing;
    }
    return html`<div class="bar" role="group" aria-label="Credits">
      ${state.kind === 'offline' ? this.offline(state.why, state.balance) : nothing}
      ${state.balance ? this.amount(state.balance, state.kind === 'offline') : nothing}
    </div>`;
  }

  private amount(balance: Balance, old: boolean) {
    const low = balance.remaining <= LOW;
    return html`
      ${low ? html`<span class="note low" role="status">${warning}${lowText(balance)}</span>` : nothing}
      <span class="amount ${old ? 'old' : ''} ${low ? 'low-bar' : ''}">
        <span><strong data-remaining>${balance.remaining}</strong> / <span data-total>${balance.total}</span> credits${old ? ', as last seen' : ''}</span>
        <progress aria-label="Credits left" max=${Math.max(1, balance.total)} .value=${Math.min(balance.remaining, balance.total)}></progress>
      </span>
      ${balance.hasSubscription ? html`<span class="renews">renews ${shortDay(balance.periodEnd)}</span>` : nothing}
    `;
  }

  private offline(why: 'network' | 'service', balance: Balance | null) {
    const text = why === 'network' ? 'Offline' : 'Credits can’t be read';
    return html`<span class="note off" role="status">${offline}${text}<span class="more">${balance ? '' : ' right now'} · trying again</span></span>`;
  }
}

function lowText(balance: Balance): string {
  if (!balance.hasSubscription && balance.total === 0) {
    return 'No plan yet';
  }
  return balance.remaining === 0 ? 'No credits left' : `Only ${credits(balance.remaining)} left`;
}
