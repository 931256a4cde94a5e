import { css, html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { get, type Model, type Plan, post, Problem } from '../logic/api';
import { modelChoice } from '../logic/models';
import { goTo } from '../logic/router';
import { Shows } from '../logic/store';
import { useCreditBalance } from '../logic/use-credit-balance';
import { check } from './icons';
import { shared } from './styles';

/** The plans side by side, with what they are good for. */
@customElement('pricing-page')
export class PricingPage extends LitElement {
  static styles = [
    shared,
    css`
      .wide { max-width: 52rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; display: grid; gap: 1.5rem; }
      h1 { font-size: 1.625rem; font-weight: 650; letter-spacing: -0.01em; }
      .lead { color: var(--muted); margin-top: 0.25rem; }
      .plans { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: 1rem; }
      .plan { display: grid; gap: 0.875rem; align-content: start; padding: 1.5rem; border: 1px solid var(--line); border-radius: 1.25rem; background: var(--raised); }
      .plan.current { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
      h2 { display: flex; align-items: center; justify-content: space-between; gap: 0.5rem; font-size: 1.125rem; min-height: 1.75rem; }
      .badge { font-size: 0.8125rem; font-weight: 600; padding: 0.125rem 0.625rem; border-radius: 1rem; background: var(--accent); color: var(--on-accent); }
      .amount { font-size: 2.25rem; font-weight: 650; line-height: 1.1; font-variant-numeric: tabular-nums; }
      .amount small { display: block; margin-top: 0.25rem; font-size: 0.9375rem; font-weight: 400; color: var(--muted); }
      ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 0.375rem; font-size: 0.9375rem; }
      li { display: flex; gap: 0.5rem; align-items: center; }
      li svg { color: var(--accent); }
      .bad { color: var(--bad); }
    `,
  ];

  @state() private plans: Plan[] | null = null;
  @state() private problem = '';
  @state() private choosing = '';
  private readonly credit = useCreditBalance(this);
  private readonly models = new Shows(this, modelChoice);

  connectedCallback() {
    super.connectedCallback();
    void this.load();
  }

  render() {
    return html`<div class="wide">
      <div>
        <h1>Plans</h1>
        <p class="lead">Every answer costs credits. A plan gives you new ones each period.</p>
      </div>
      ${this.problem ? html`<p class="bad" role="alert">${this.problem}</p>` : nothing}
      ${this.plans === null
        ? this.problem
          ? html`<button type="button" class="secondary" @click=${this.load}>Try again</button>`
          : html`<p role="status">Loading the plans…</p>`
        : html`<div class="plans">${this.plans.map((plan) => this.plan(plan))}</div>`}
    </div>`;
  }

  private plan(plan: Plan) {
    const isCurrent = plan.id === this.currentPlan;
    return html`<section class="plan ${isCurrent ? 'current' : ''}" aria-labelledby=${plan.id} data-plan=${plan.id}>
      <h2><span id=${plan.id}>${plan.name}</span>${isCurrent ? html`<span class="badge">Your plan</span>` : nothing}</h2>
      <p class="amount">${plan.credits}<small>credits per period</small></p>
      <ul>
        ${this.models.value.models.map((model) => html`<li>${check}${answersOf(plan, model)}</li>`)}
      </ul>
      ${isCurrent
        ? html`<a class="secondary" href="/">Back to the chat</a>`
        : html`<button type="button" class="primary" ?disabled=${this.choosing !== ''} @click=${() => this.choose(plan)}>
            ${this.choosing === plan.id ? 'One moment…' : `Choose ${plan.name}`}
          </button>`}
    </section>`;
  }

  /** The live balance knows a change before the list of plans is read again. */
  private get currentPlan(): string | null {
    const state = this.credit.value;
    return state.kind === 'live' ? state.balance.planId : (this.plans?.find((plan) => plan.current)?.id ?? null);
  }

  private async load() {
    this.problem = '';
    try {
      this.plans = (await get<{ plans: Plan[] }>('/api/plans')).plans;
    } catch {
      this.problem = 'The plans can’t be read at the moment.';
    }
  }

  private async choose(plan: Plan) {
    this.choosing = plan.id;
    this.problem = '';
    try {
      const chosen = await (await post('/api/checkout', { planId: plan.id })).json();
      if (typeof chosen.checkoutUrl === 'string') {
        location.assign(chosen.checkoutUrl);
        return;
      }
      goTo('/');
    } catch (e) {
      this.problem = e instanceof Problem ? e.message : 'The plan could not be changed. Please try again.';
    }
    this.choosing = '';
  }
}

function answersOf(plan: Plan, model: Model): string {
  const answers = Math.floor(plan.credits / model.credits);
  return `${answers} ${answers === 1 ? 'answer' : 'answers'} of ${model.name}`;
}
