import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { here, loginProblem } from '../logic/login';
import { shared } from './styles';

/** Before anything else, and again when the session has ended: what was typed stays. */
@customElement('log-in')
export class LogIn extends LitElement {
  static styles = [
    shared,
    css`
      :host { position: fixed; inset: 0; display: grid; place-items: center; padding: 1rem; background: var(--bg); z-index: 4; overflow-y: auto; }
      :host([embedded]) { position: absolute; }
      :host([again]) { background: rgb(0 0 0 / 0.45); backdrop-filter: blur(0.75rem); }
      .card { width: min(26rem, 100%); display: grid; gap: 1rem; padding: 2rem; border-radius: 1.25rem; background: var(--raised); border: 1px solid var(--line); text-align: center; }
      h1 { font-size: 1.5rem; font-weight: 650; line-height: 1.25; }
      p { color: var(--muted); }
      .problem { padding: 0.625rem 1rem; border-radius: var(--radius); background: var(--bad-bg); color: var(--bad); font-size: 0.9375rem; }
    `,
  ];

  @property({ type: Boolean, reflect: true }) again = false;
  /** In a page about something else. */
  @property({ type: Boolean, reflect: true }) embedded = false;

  render() {
    const problem = this.again ? '' : loginProblem();
    const role = this.again ? 'alertdialog' : this.embedded ? 'group' : 'main';
    return html`<div class="card" role=${role} aria-labelledby="title" aria-describedby="text">
      <h1 id="title" aria-level=${this.embedded ? 2 : nothing}>${this.again ? 'Your session has ended' : 'Chat with AI models'}</h1>
      <p id="text">${this.again
        ? 'Log in again to go on. What you typed and your conversations are kept.'
        : 'Several models, one place. You see what each answer costs before you send.'}</p>
      ${problem ? html`<p class="problem" role="alert">${problem}</p>` : nothing}
      <a class="primary" href="/login?to=${encodeURIComponent(here())}">Log in</a>
    </div>`;
  }

  override focus() {
    void this.updateComplete.then(() => this.renderRoot.querySelector('a')?.focus());
  }

  firstUpdated() {
    if (this.again && !this.embedded) {
      this.focus();
    }
  }
}
