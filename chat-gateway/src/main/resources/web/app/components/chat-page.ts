import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { abandoned, AnswerInProgress, isAbandoned } from '../logic/answer-in-progress';
import { type Conversation, find, newConversation, type Turn } from '../logic/conversations';
import { type ModelState, modelChoice } from '../logic/models';
import { Shows } from '../logic/store';
import { useCreditBalance } from '../logic/use-credit-balance';
import { credits } from '../logic/words';
import './chat-input';
import type { ChatInput } from './chat-input';
import './chat-message';
import './insufficient-credits-overlay';
import { shared } from './styles';

const DRAFT = 'draft';
const IDEAS = ['Explain a tricky idea simply', 'Write a short, kind e-mail', 'Find the bug in my code'];

/** A conversation and where it is gone on with. */
@customElement('chat-page')
export class ChatPage extends LitElement {
  static styles = [
    shared,
    css`
      :host([hidden]) { display: none; }
      :host { display: grid; grid-template: minmax(0, 1fr) auto / minmax(0, 1fr); height: 100%; min-height: 0; }
      .scroll { overflow-y: auto; overscroll-behavior: contain; scrollbar-gutter: stable both-edges; }
      .column { max-width: var(--column); margin: 0 auto; padding: 1.5rem 1rem 0.5rem; }
      .empty { min-height: 100%; display: grid; align-content: center; justify-items: center; gap: 1.25rem; padding-bottom: 4rem; text-align: center; }
      .empty h1 { font-size: 1.625rem; font-weight: 650; letter-spacing: -0.01em; }
      .ideas { display: flex; flex-wrap: wrap; gap: 0.5rem; justify-content: center; }
      .ideas .secondary { border-color: var(--line); font-weight: 400; border-radius: 1.5rem; font-size: 0.9375rem; }
      .foot { max-width: var(--column); width: 100%; margin: 0 auto; padding: 0 1rem max(0.5rem, env(safe-area-inset-bottom)); }
    `,
  ];

  @property() open = '';
  @state() private conversation: Conversation = newConversation();
  @state() private draft = sessionStorage.getItem(DRAFT) ?? '';
  @state() private changes = 0;
  @state() private refused = '';
  @query('chat-input') private input!: ChatInput;
  @query('.scroll') private view!: HTMLElement;
  private readonly credit = useCreditBalance(this);
  private readonly choice = new Shows<ModelState>(this, modelChoice);
  private running: AnswerInProgress | null = null;
  private follows = true;

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener('keydown', this.pressed);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('keydown', this.pressed);
  }

  focusInput() {
    this.input?.focus();
  }

  willUpdate(changed: PropertyValues) {
    if (changed.has('open') && this.open !== this.conversation.id) {
      this.conversation = find(this.open) ?? newConversation();
      if (!this.isBusy) {
        this.conversation.turns
          .filter(isAbandoned)
          .forEach((turn) => abandoned(this.conversation, turn, () => (this.changes += 1)));
      }
      this.refused = '';
      this.follows = true;
    }
  }

  updated(changed: PropertyValues) {
    if (this.follows && this.view) {
      this.view.scrollTop = this.view.scrollHeight;
    }
    // On a touch screen the keyboard would cover the half of what people came to read.
    if (changed.has('open') && !matchMedia('(hover: none)').matches) {
      this.input.focus();
    }
  }

  render() {
    const { turns } = this.conversation;
    const blocked = this.shortage();
    return html`
      <div class="scroll" @scroll=${this.scrolled} tabindex="-1">
        <div class="column ${turns.length === 0 ? 'empty' : ''}">
          ${turns.length === 0 ? this.welcome(blocked) : this.turns()}
        </div>
      </div>
      <div class="foot">
        ${this.refused ? html`<p role="alert">${this.refused}</p>` : nothing} ${this.overlay(blocked)}
        <chat-input .draft=${this.draft} .blocked=${blocked} ?busy=${this.isBusy} @draft=${this.typed}
          @send=${(event: CustomEvent<string>) => this.send(event.detail)} @stop=${() => this.running?.stop()}></chat-input>
        <div class="hidden" role="status">${this.spoken()}</div>
      </div>`;
  }

  private welcome(blocked: string) {
    return html`<h1>What can I help with?</h1>
      ${blocked
        ? nothing
        : html`<div class="ideas">
            ${IDEAS.map((idea) => html`<button type="button" class="secondary" @click=${() => this.begin(idea)}>${idea}</button>`)}
          </div>`}`;
  }

  private turns() {
    const { turns } = this.conversation;
    const last = turns.length - 1;
    const price = this.isBusy || this.shortage() ? null : (this.choice.value.selected?.credits ?? null);
    return html`<h1 class="hidden">${this.conversation.title}</h1>
      ${this.list(turns, last, price)}`;
  }

  private list(turns: Turn[], last: number, price: number | null) {
    return repeat(
      turns,
      (_, index) => `${this.conversation.id}:${index}`,
      (turn, index) => html`<chat-message .turn=${turn} ?last=${index === last} .price=${price}
        .changes=${index === last || turn.charged === null ? this.changes : 0} @ask-again=${this.askAgain}></chat-message>`,
    );
  }

  private overlay(blocked: string) {
    const { balance, model } = this.at;
    return blocked && balance && model
      ? html`<insufficient-credits-overlay .balance=${balance} .model=${model} .models=${this.choice.value.models}></insufficient-credits-overlay>`
      : nothing;
  }

  private get at() {
    const state = this.credit.value;
    return { balance: state.kind === 'loading' ? null : state.balance, model: this.choice.value.selected };
  }

  private get isBusy(): boolean {
    return this.running !== null && this.running.conversation.id === this.conversation.id;
  }

  /** Why nothing can be sent, in the words of the input's placeholder. */
  private shortage(): string {
    const { balance, model } = this.at;
    if (!balance || !model || balance.remaining >= model.credits || this.isBusy) {
      return '';
    }
    return balance.hasSubscription
      ? `Not enough credits: ${model.name} needs ${model.credits}, you have ${balance.remaining}`
      : 'You need a plan to chat';
  }

  private async send(text: string) {
    if (this.running) {
      return;
    }
    this.setDraft('');
    this.conversation.turns.push({ role: 'user', content: text });
    await this.answer();
  }

  private askAgain = async () => {
    if (!this.running && this.conversation.turns.at(-1)?.role === 'assistant') {
      this.conversation.turns.pop();
      await this.answer();
    }
  };

  private async answer() {
    const model = this.choice.value.selected!;
    this.refused = '';
    this.follows = true;
    this.running = new AnswerInProgress(this.conversation, model.id, () => (this.changes += 1));
    this.dispatchEvent(new CustomEvent('opened', { detail: this.conversation.id, bubbles: true, composed: true }));
    this.changes += 1;
    const refused = await this.running.result;
    this.running = null;
    if (refused) {
      this.setDraft([refused.text, this.draft].filter(Boolean).join('\n'));
      this.refused = refused.why;
    }
    this.changes += 1;
    await this.updateComplete;
    this.input.focus();
  }

  private begin(idea: string) {
    this.setDraft(idea + ': ');
    this.input.focus();
  }

  private typed(event: CustomEvent<string>) {
    this.setDraft(event.detail);
  }

  private setDraft(text: string) {
    this.draft = text;
    sessionStorage.setItem(DRAFT, text);
  }

  private scrolled() {
    this.follows = this.view.scrollHeight - this.view.scrollTop - this.view.clientHeight < 48;
  }

  private pressed = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      this.running?.stop();
    }
  };

  /** The answer itself isn't read aloud word by word, only that it is there. */
  private spoken(): string {
    const turn = this.conversation.turns.at(-1);
    return turn?.state === 'done' ? `Answer complete. ${credits(turn.charged ?? 0)} charged, ${turn.remaining} left.` : '';
  }
}
