import { css, html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { get, type Model, type Plan, post, Problem } from '../logic/api';
import { insist } from '../logic/insist';
import { modelChoice } from '../logic/models';
import { goTo } from '../logic/router';
import { Shows } from '../logic/store';
import { connect, lastBalance, useCreditBalance } from '../logic/use-credit-balance';
import { credits, day } from '../logic/words';
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
      .plan { display: flex; flex-direction: column; gap: 0.875rem; padding: 1.5rem; border: 1px solid var(--line); border-radius: 1.25rem; background: var(--raised); }
      .plan.current { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
      h2 { display: flex; align-items: center; justify-content: space-between; gap: 0.5rem; font-size: 1.125rem; min-height: 1.75rem; }
      .badge { font-size: 0.8125rem; font-weight: 600; padding: 0.125rem 0.625rem; border-radius: 1rem; background: var(--accent); color: var(--on-accent); }
      .amount { font-size: 2.25rem; font-weight: 650; line-height: 1.1; font-variant-numeric: tabular-nums; }
      .amount small { display: block; margin-top: 0.25rem; font-size: 0.9375rem; font-weight: 400; color: var(--muted); }
      ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 0.375rem; font-size: 0.9375rem; }
      li { display: flex; gap: 0.5rem; align-items: flex-start; overflow-wrap: anywhere; }
      li span { min-width: 0; }
      li svg { color: var(--accent); margin-top: 0.1875rem; }
      .unread { display: grid; gap: 0.75rem; justify-items: start; }
      .or { padding-left: 1.625rem; color: var(--muted); }
      .bad { color: var(--bad); }
      .plan > .primary, .plan > .secondary, .doubt { margin-top: auto; }
      .doubt { display: grid; gap: 0.625rem; font-size: 0.9375rem; }
    `,
  ];

  @state() private plans: Plan[] | null = null;
  @state() private unread = false;
  @state() private choosing = '';
  /** The plan that was chosen though it gives less; to be confirmed. */
  @state() private doubted = '';
  @state() private failed: { plan: string; why: string } | null = null;
  private readonly credit = useCreditBalance(this);
  private readonly models = new Shows(this, modelChoice);

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener('pageshow', this.comeBack);
    void this.load();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('pageshow', this.comeBack);
  }

  /** Who comes back from the checkout by the browser's back button finds the page as it was left. */
  private readonly comeBack = (event: PageTransitionEvent) => {
    if (event.persisted) {
      this.choosing = '';
      this.doubted = '';
      connect();
    }
  };

  render() {
    return html`<div class="wide">
      <div>
        <h1>Plans</h1>
        <p class="lead">Every answer costs credits. A plan gives you new ones each period, and another one counts as soon as you have it.</p>
      </div>
      ${this.plans === null
        ? this.unread
          ? html`<div class="unread"><p class="bad" role="alert">The plans can’t be read at the moment.</p>
              <button type="button" class="secondary" @click=${this.load}>Try again</button></div>`
          : html`<p role="status">Loading the plans…</p>`
        : html`<div class="plans">${this.plans.map((plan) => this.plan(plan))}</div>`}
    </div>`;
  }

  private plan(plan: Plan) {
    const isCurrent = plan.id === this.currentPlan;
    return html`<section class="plan ${isCurrent ? 'current' : ''}" aria-label=${plan.name} data-plan=${plan.id}>
      <h2><span>${plan.name}</span>${isCurrent ? html`<span class="badge">Your plan</span>` : nothing}</h2>
      <p class="amount">${plan.credits}<small>credits per period</small></p>
      <ul>
        ${answersOf(plan, this.models.value.models)}
        ${plan.highlights.map((line) => html`<li data-highlight>${check}<span>${line}</span></li>`)}
      </ul>
      ${this.failed?.plan === plan.id ? html`<p class="bad" role="alert">${this.failed.why}</p>` : nothing}
      ${isCurrent
        ? html`<a class="secondary" href="/">Back to the chat</a>`
        : this.doubted === plan.id
          ? this.doubt(plan)
          : this.choice(plan, this.isLess(plan) ? 'secondary' : 'primary', `Choose ${plan.name}`, () => this.wanted(plan))}
    </section>`;
  }

  private choice(plan: Plan, looks: string, text: string, chosen: () => void) {
    return html`<button type="button" class=${looks} ?disabled=${this.choosing !== ''} @click=${chosen}>
      ${this.choosing === plan.id ? 'One moment…' : text}
    </button>`;
  }

  /** Nobody gives up credits by a slip of the hand. */
  private wanted(plan: Plan) {
    if (this.isLess(plan)) {
      this.doubted = plan.id;
    } else {
      void this.choose(plan);
    }
  }

  private doubt(plan: Plan) {
    const { name, left, until } = this.givenUp;
    return html`<div class="doubt" role="group" aria-label="Change to ${plan.name}">
      <p>Your <strong>${credits(left)} left</strong> of ${name} won’t count with ${plan.name}. They are there again if you
        come back to ${name} before ${until}; and if you had ${plan.name} in this period before, you find it as you left it.</p>
      ${this.choice(plan, 'secondary', `Change to ${plan.name}`, () => this.choose(plan))}
      <button type="button" class="primary" @click=${() => (this.doubted = '')}>Keep ${name}</button>
    </div>`;
  }

  /** Whether it gives fewer credits than what somebody has, and there are some to give up. */
  private isLess(plan: Plan): boolean {
    const current = this.plans?.find((other) => other.id === this.currentPlan);
    return current !== undefined && plan.credits < current.credits && this.givenUp.left > 0;
  }

  private get givenUp() {
    const balance = lastBalance();
    return { name: balance?.planName ?? 'your plan', left: balance?.remaining ?? 0, until: balance ? day(balance.periodEnd) : '' };
  }

  /** The live balance knows a change before the list of plans is read again. */
  private get currentPlan(): string | null {
    const state = this.credit.value;
    return state.kind === 'live' ? state.balance.planId : (this.plans?.find((plan) => plan.current)?.id ?? null);
  }

  private async load() {
    const answer = await insist(
      () => get<{ plans: Plan[] }>('/api/plans'),
      () => (this.unread = true),
      () => this.isConnected && this.plans === null,
    );
    if (answer) {
      this.plans = answer.plans;
      this.unread = false;
    }
  }

  private async choose(plan: Plan) {
    if (this.choosing !== '' || plan.id === this.currentPlan) {
      return;
    }
    this.choosing = plan.id;
    this.failed = null;
    try {
      const chosen = await (await post('/api/checkout', { planId: plan.id })).json();
      if (typeof chosen.checkoutUrl === 'string') {
        location.assign(chosen.checkoutUrl);
        return;
      }
      goTo('/');
    } catch (e) {
      this.failed = { plan: plan.id, why: failure(e) };
      if (e instanceof Problem && e.status === 401) {
        connect();
      }
    }
    this.choosing = '';
    this.doubted = '';
  }
}

/** Beyond that a list is no help to choose by. */
const MOST_MODELS = 6;

/** What the credits are worth: so many answers with one model, or so many with another. */
function answersOf(plan: Plan, models: Model[]) {
  const affordable = models.filter((model) => model.credits <= plan.credits).sort((a, b) => a.credits - b.credits);
  const more = affordable.length - MOST_MODELS;
  return html`${affordable
      .slice(0, MOST_MODELS)
      .map((model, index) =>
        index === 0
          ? html`<li data-answers>${check}<span>${answers(plan, model)}</span></li>`
          : html`<li data-answers class="or"><span>or ${answers(plan, model)}</span></li>`,
      )}
    ${more > 0 ? html`<li class="or"><span>or with ${more} more ${more === 1 ? 'model' : 'models'}</span></li>` : nothing}`;
}

function answers(plan: Plan, model: Model): string {
  const count = Math.floor(plan.credits / model.credits);
  return `${count} ${count === 1 ? 'answer' : 'answers'} with ${model.name}`;
}

/** Why the plan is still the old one. */
function failure(e: unknown): string {
  if (!(e instanceof Problem)) {
    return 'The plan was not changed: the connection failed. Please try again.';
  }
  return e.status === 401 ? 'Your session has ended. Please log in and choose again.' : `The plan was not changed. ${e.message}`;
}
