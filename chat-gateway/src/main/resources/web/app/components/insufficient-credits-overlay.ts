import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Balance, Model } from '../logic/api';
import { choose } from '../logic/models';
import { credits, day } from '../logic/words';
import { warning } from './icons';
import { shared } from './styles';

/** Says why nothing can be sent and what can be done about it. It lies over the input, never over the conversation. */
@customElement('insufficient-credits-overlay')
export class InsufficientCreditsOverlay extends LitElement {
  static styles = [
    shared,
    css`
      section {
        display: grid; gap: 0.75rem; padding: 1rem 1.125rem; margin-bottom: 0.75rem; border-radius: var(--radius);
        background: var(--warn-bg); border: 1px solid color-mix(in srgb, var(--warn) 35%, transparent);
      }
      h2 { display: flex; align-items: center; gap: 0.5rem; font-size: 1rem; color: var(--warn); }
      p { font-size: 0.9375rem; }
      .actions { display: flex; flex-wrap: wrap; gap: 0.5rem; }
      .quiet { min-height: 2.5rem; color: inherit; text-decoration: underline; }
      .secondary { font-weight: 400; font-size: 0.9375rem; border-color: color-mix(in srgb, var(--warn) 60%, transparent); }
    `,
  ];

  @property({ attribute: false }) balance!: Balance;
  @property({ attribute: false }) model!: Model;
  @property({ attribute: false }) models: Model[] = [];

  render() {
    const affordable = this.models.filter((model) => model.credits <= this.balance.remaining);
    return html`<section aria-labelledby="title" role="alert">
      <h2 id="title">${warning}${this.heading()}</h2>
      <p>${this.explanation(affordable.length > 0)}</p>
      <div class="actions">
        <a class="primary" href="/pricing">${this.balance.hasSubscription ? 'Upgrade' : 'Choose a plan'}</a>
        ${affordable.map(
          (model) =>
            html`<button type="button" class="secondary" @click=${() => this.use(model)}>
              Use ${model.name} (${credits(model.credits)})
            </button>`,
        )}
        ${this.balance.hasSubscription ? html`<a class="quiet" href="/usage">See what they went on</a>` : nothing}
      </div>
    </section>`;
  }

  private use(model: Model) {
    choose(model.id);
    this.dispatchEvent(new CustomEvent('switched'));
  }

  private heading(): string {
    if (!this.balance.hasSubscription) {
      return 'You have no plan yet';
    }
    return this.balance.remaining === 0 ? 'Your credits are used up' : `Not enough credits for ${this.model.name}`;
  }

  private explanation(otherModel: boolean) {
    if (!this.balance.hasSubscription) {
      return html`Each answer costs credits; a plan gives you some each period.`;
    }
    const { remaining, held, periodEnd } = this.balance;
    return html`You have <strong>${remaining} left</strong> and an answer needs <strong>${this.model.credits}</strong>.
      ${held === 0 ? nothing : `Held for answers under way: ${held}.`}
      ${otherModel || remaining === 0 ? nothing : 'No model is affordable with what is left.'}
      New credits come on ${day(periodEnd)}.`;
  }
}
