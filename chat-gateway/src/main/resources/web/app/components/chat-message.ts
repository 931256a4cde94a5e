import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import type { Model } from '../logic/api';
import type { Turn } from '../logic/conversations';
import { toHtml } from '../logic/markdown';
import { nameOf } from '../logic/models';
import { credits } from '../logic/words';
import { again, check, copy } from './icons';
import { answer } from './answer-styles';
import { shared } from './styles';

/** One turn: what the person asked, or the answer with what it cost. */
@customElement('chat-message')
export class ChatMessage extends LitElement {
  static styles = [
    shared,
    answer,
    css`
      :host { margin: 0 0 1.75rem; }
      .mine { display: flex; justify-content: flex-end; }
      .mine > div { max-width: 85%; padding: 0.625rem 1rem; border-radius: 1.125rem; background: var(--bubble); white-space: pre-wrap; overflow-wrap: anywhere; }
      .who { font-size: 0.8125rem; font-weight: 600; color: var(--muted); margin-bottom: 0.25rem; }
      .foot { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 0.5rem; margin-top: 0.375rem; min-height: 2rem; color: var(--muted); font-size: 0.8125rem; }
      .error { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 1rem; justify-content: space-between; background: var(--bad-bg); color: var(--bad); }
      .open { background: var(--bubble); }
      .error, .open { margin-top: 0.5rem; padding: 0.75rem 1rem; border-radius: var(--radius); }
      .error strong, .open strong { font-weight: 650; }
      .error .secondary { border-color: currentColor; color: inherit; background: transparent; }
      .waiting { display: inline-flex; gap: 0.3rem; padding: 0.5rem 0; }
      .waiting i { width: 0.5rem; height: 0.5rem; border-radius: 50%; background: var(--muted); animation: beat 1s infinite alternate; }
      .waiting i:nth-child(2) { animation-delay: 0.2s; }
      .waiting i:nth-child(3) { animation-delay: 0.4s; }
      @media (prefers-reduced-motion: reduce) { .waiting i { animation: none; } }
    `,
  ];

  @property({ attribute: false }) turn!: Turn;
  /** Only the last answer can be asked for again. */
  @property({ type: Boolean }) last = false;
  /** With what another answer can be had now, if it can. */
  @property({ attribute: false }) model: Model | null = null;
  /** Turns are changed in place while an answer comes. */
  @property({ attribute: false }) changes: unknown = 0;
  @state() private copied = false;

  render() {
    const { turn } = this;
    if (turn.role === 'user') {
      return html`<div class="mine"><div><span class="hidden">You: </span>${turn.content}</div></div>`;
    }
    return html`<article aria-busy=${this.busy}>
      <h2 class="who">${nameOf(turn.model)}</h2>
      ${this.busy && !turn.content
        ? html`<div class="waiting" role="status"><span class="hidden">Waiting for the answer</span><i></i><i></i><i></i></div>`
        : html`<div class="answer" @click=${this.copyCode}>${unsafeHTML(toHtml(turn.content))}</div>`}
      ${turn.state === 'failed' || turn.state === 'lost' ? this.failure() : nothing} ${this.busy ? nothing : this.foot()}
    </article>`;
  }

  private get busy(): boolean {
    return this.turn.state === 'waiting' || this.turn.state === 'streaming';
  }

  private failure() {
    const { turn } = this;
    // As long as it may still be on its way, here or to another page, asking again could cost the same once more.
    const isOpen = turn.charged === null;
    return html`<div class=${isOpen ? 'open' : 'error'} role=${isOpen ? 'status' : 'alert'}>
      <span>${turn.error} <strong data-cost>${chargedText(turn)}</strong></span>
      ${isOpen ? nothing : this.offer('secondary', 'Try again')}
    </div>`;
  }

  /** Another answer, with what it costs and who gives it. */
  private offer(looks: string, text: string) {
    const { model, turn } = this;
    const by = model?.id === turn.model ? '' : ` with ${model?.name}`;
    return this.last && model !== null
      ? html`<button type="button" class=${looks} ?data-retry=${looks === 'secondary'} ?data-again=${looks === 'quiet'} @click=${this.askAgain}>
          ${again}${text}${by} (${credits(model.credits)})
        </button>`
      : nothing;
  }

  private foot() {
    const { turn } = this;
    return html`<div class="foot">
      ${turn.state === 'done' || turn.state === 'stopped' ? html`<span data-receipt>${receipt(turn)}</span>` : nothing}
      ${turn.content
        ? html`<button type="button" class="quiet" data-copy @click=${this.copyAll}>${this.copied ? check : copy}${this.copied ? 'Copied' : 'Copy'}</button>`
        : nothing}
      ${turn.rest && typeof turn.charged === 'number' ? html`<button type="button" class="quiet" data-rest @click=${this.showRest}>Show the rest</button>` : nothing}
      ${turn.state === 'done' || turn.state === 'stopped' ? this.offer('quiet', 'Answer again') : nothing}
    </div>`;
  }

  private showRest() {
    this.dispatchEvent(new CustomEvent('show-rest', { detail: this.turn, bubbles: true, composed: true }));
  }

  private askAgain() {
    this.dispatchEvent(new CustomEvent('ask-again', { bubbles: true, composed: true }));
  }

  private async copyAll() {
    await navigator.clipboard.writeText(this.turn.content);
    this.copied = true;
    setTimeout(() => (this.copied = false), 2000);
  }

  private async copyCode(event: Event) {
    const button = event.target as HTMLElement;
    if (!button.classList.contains('copy-code')) {
      return;
    }
    await navigator.clipboard.writeText(button.closest('.code')?.querySelector('code')?.textContent ?? '');
    button.textContent = 'Copied';
    setTimeout(() => (button.textContent = 'Copy'), 2000);
  }
}

function receipt(turn: Turn): string {
  const cost = typeof turn.charged === 'number' ? credits(turn.charged) : '';
  const left = turn.remaining === undefined ? '' : ` · ${turn.remaining} left`;
  if (turn.state === 'stopped') {
    return 'Stopped · ' + (cost ? (turn.charged === 0 ? 'not charged' : cost + left) : unknownCost(turn));
  }
  return cost + left;
}

/** Nobody can say yet what becomes of a request that was stopped before the model had begun. */
function unknownCost(turn: Turn): string {
  return turn.begun && turn.charged === null ? 'the answer is still finished, and charged then' : 'it may have been charged';
}

function chargedText(turn: Turn): string {
  if (turn.charged === 0) {
    return 'Not charged.';
  }
  if (turn.charged === null) {
    return 'Finding out whether it was charged…';
  }
  return turn.charged === undefined ? 'It may have been charged.' : `${credits(turn.charged)} charged.`;
}
