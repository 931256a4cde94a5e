import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { path } from '../logic/router';
import { shared } from './styles';

/** Before anything else, and again when the session has ended: what was typed stays. */
@customElement('log-in')
export class LogIn extends LitElement {
  static styles = [
    shared,
    css`
      :host { position: fixed; inset: 0; display: grid; place-items: center; padding: 1rem; background: var(--bg); z-index: 4; }
      :host([again]) { background: rgb(0 0 0 / 0.45); }
      .card { width: min(26rem, 100%); display: grid; gap: 1rem; padding: 2rem; border-radius: 1.25rem; background: var(--raised); border: 1px solid var(--line); text-align: center; }
      h1 { font-size: 1.5rem; font-weight: 650; line-height: 1.25; }
      p { color: var(--muted); }
      .failed { color: var(--bad); }
    `,
  ];

  @property({ type: Boolean, reflect: true }) again = false;

  render() {
    const failed = new URLSearchParams(location.search).get('login') === 'failed';
    return html`<div class="card" role=${this.again ? 'alertdialog' : 'main'} aria-labelledby="title" aria-describedby="text">
      <h1 id="title">${this.again ? 'Your session has ended' : 'Chat with AI models'}</h1>
      <p id="text">${this.again
        ? 'Log in again to go on. What you typed and your conversations are kept.'
        : 'Several models, one place. You see what each answer costs before you send.'}</p>
      ${failed ? html`<p class="failed" role="alert">The login was not completed. Please try again.</p>` : nothing}
      <a class="primary" href="/login?to=${path.value}">Log in</a>
    </div>`;
  }

  firstUpdated() {
    if (this.again) {
      this.renderRoot.querySelector('a')?.focus();
    }
  }
}
