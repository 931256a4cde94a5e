import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Model } from '../logic/api';
import type { Conversation } from '../logic/conversations';
import './chat-message';
import { shared } from './styles';

const IDEAS = ['Explain a tricky idea simply', 'Write a short, kind e-mail', 'Find the bug in my code'];

/** What was said so far, or how to begin. */
@customElement('chat-turns')
export class ChatTurns extends LitElement {
  static styles = [
    shared,
    css`
      :host { min-height: 0; }
      .scroll { height: 100%; overflow-y: auto; overscroll-behavior: contain; overflow-anchor: none; scrollbar-gutter: stable both-edges; }
      .column { max-width: var(--column); margin: 0 auto; padding: 1.5rem 1rem 0.5rem; }
      .empty { min-height: 100%; display: grid; align-content: center; justify-items: center; gap: 1.25rem; padding-bottom: 4rem; text-align: center; }
      .empty h1 { font-size: 1.625rem; font-weight: 650; letter-spacing: -0.01em; line-height: 1.25; }
      .ideas { display: flex; flex-wrap: wrap; gap: 0.5rem; justify-content: center; }
      .ideas .secondary { border-color: var(--line); font-weight: 400; border-radius: 1.5rem; font-size: 0.9375rem; }
    `,
  ];

  @property({ attribute: false }) conversation!: Conversation;
  /** Turns are changed in place; this counts how often. */
  @property({ type: Number }) changes = 0;
  /** With what another answer can be had now, if it can. */
  @property({ attribute: false }) model: Model | null = null;
  /** Whether ideas what to write are of any use. */
  @property({ type: Boolean }) writable = false;
  /** In a page about something else, whose own heading comes first. */
  @property({ type: Boolean }) embedded = false;
  @query('.scroll') private view!: HTMLElement;
  private follows = true;

  /** From now on the newest is in sight, until somebody scrolls up. */
  follow() {
    this.follows = true;
  }

  willUpdate(changed: PropertyValues) {
    const before = changed.get('conversation') as Conversation | undefined;
    if (changed.has('conversation') && before?.id !== this.conversation.id) {
      this.follow();
    }
  }

  /** The end stays in sight when an answer grows, and when a keyboard or what is below takes room. */
  firstUpdated() {
    const resized = new ResizeObserver(() => this.toTheEnd());
    resized.observe(this.view);
    resized.observe(this.view.firstElementChild!);
  }

  render() {
    const { turns } = this.conversation;
    return html`<div class="scroll" @scroll=${this.scrolled} tabindex="-1">
      <div class="column ${turns.length === 0 ? 'empty' : ''}">${turns.length === 0 ? this.welcome() : this.turns()}</div>
    </div>`;
  }

  private heading(text: string, looks: string) {
    return html`<h1 class=${looks} aria-level=${this.embedded ? 2 : nothing}>${text}</h1>`;
  }

  private welcome() {
    return html`${this.heading('What can I help with?', '')}
      ${this.writable
        ? html`<div class="ideas">
            ${IDEAS.map((idea) => html`<button type="button" class="secondary" @click=${() => this.propose(idea)}>${idea}</button>`)}
          </div>`
        : nothing}`;
  }

  private turns() {
    const { id, title, turns } = this.conversation;
    const last = turns.length - 1;
    return html`${this.heading(title, 'hidden')}
      ${repeat(
        turns,
        (_, index) => `${id}:${index}`,
        (turn, index) => html`<chat-message .turn=${turn} ?last=${index === last} .model=${this.model}
          .changes=${index === last ? this.changes : `${turn.state} ${turn.charged}`}></chat-message>`,
      )}`;
  }

  private propose(idea: string) {
    this.dispatchEvent(new CustomEvent('idea', { detail: idea }));
  }

  private toTheEnd() {
    if (this.follows) {
      this.view.scrollTop = this.view.scrollHeight;
    }
  }

  private scrolled() {
    this.follows = this.view.scrollHeight - this.view.scrollTop - this.view.clientHeight < 48;
  }
}
