import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { Turn } from '../logic/conversations';
import { type } from '../logic/draft';
import { type ModelState, modelChoice, needModels } from '../logic/models';
import { planNews } from '../logic/plan-news';
import { shortage } from '../logic/shortage';
import { Shows } from '../logic/store';
import { useConversation } from '../logic/use-conversation';
import { useCreditBalance } from '../logic/use-credit-balance';
import { credits } from '../logic/words';
import './chat-input';
import type { ChatInput } from './chat-input';
import './chat-turns';
import type { ChatTurns } from './chat-turns';
import './insufficient-credits-overlay';
import { check } from './icons';
import { shared } from './styles';

/** A conversation and where it is gone on with. */
@customElement('chat-page')
export class ChatPage extends LitElement {
  static styles = [
    shared,
    css`
      :host([hidden]) { display: none; }
      :host { display: grid; grid-template: minmax(0, 1fr) auto / minmax(0, 1fr); height: 100%; min-height: 0; }
      .foot { max-width: var(--column); width: 100%; margin: 0 auto; padding: 0 1rem max(0.5rem, env(safe-area-inset-bottom)); }
      .news { display: flex; align-items: center; gap: 0.5rem; margin-bottom: 0.5rem; padding: 0.625rem 1rem; border-radius: var(--radius); background: var(--bubble); font-size: 0.9375rem; }
      .news svg { color: var(--accent); }
      .refused { margin-bottom: 0.5rem; padding: 0.625rem 1rem; border-radius: var(--radius); background: var(--bad-bg); color: var(--bad); font-size: 0.9375rem; }
    `,
  ];

  /** The id of the conversation; another than any there is for a new one. */
  @property() open = '';
  /** In a page about something else, which keeps the cursor. */
  @property({ type: Boolean }) embedded = false;
  @query('chat-input') private input!: ChatInput;
  @query('chat-turns') private turns!: ChatTurns;
  private readonly credit = useCreditBalance(this);
  private readonly choice = new Shows<ModelState>(this, modelChoice);
  private readonly news = new Shows(this, planNews);
  private readonly conversation = useConversation(this);
  private wasBlocked = false;

  /** Puts the cursor where people go on writing. */
  override focus() {
    this.input?.focus();
  }

  /** @returns whether there was an answer to stop */
  stop(): boolean {
    return this.conversation.stop();
  }

  willUpdate(changed: PropertyValues) {
    if (changed.has('open')) {
      this.conversation.open(this.open);
    }
  }

  updated(changed: PropertyValues) {
    // On a touch screen the keyboard would cover the half of what people came to read.
    if (changed.has('open') && !this.embedded && !matchMedia('(hover: none)').matches) {
      this.focus();
    }
    // Who could write nothing for want of credits, and now can.
    const isBlocked = this.blocked() !== '';
    if (this.wasBlocked && !isBlocked && this.isAttended) {
      this.focus();
    }
    this.wasBlocked = isBlocked;
  }

  render() {
    const { current, changes, isBusy, draft, refused } = this.conversation;
    const blocked = this.blocked();
    const model = isBusy || blocked ? null : this.choice.value.selected;
    return html`
      <chat-turns .conversation=${current} .changes=${changes} .model=${model} ?writable=${blocked === ''} ?embedded=${this.embedded}
        @ask-again=${this.askAgain} @show-rest=${this.showRest} @idea=${this.begin}></chat-turns>
      <div class="foot">
        ${this.news.value ? html`<p class="news" role="status">${check}${this.news.value}</p>` : nothing}
        ${refused ? html`<p class="refused" role="alert">${refused}</p>` : nothing} ${this.overlay(blocked)}
        <chat-input .draft=${draft} .blocked=${blocked} ?busy=${isBusy} @draft=${this.typed}
          @send=${this.send} @stop=${this.stop}></chat-input>
        <div class="hidden" role="status">${this.spoken()}</div>
      </div>`;
  }

  private overlay(blocked: string) {
    const { balance, model } = this.at;
    return blocked && balance && model
      ? html`<insufficient-credits-overlay .balance=${balance} .model=${model} .models=${this.choice.value.models}
          @switched=${this.goOn}></insufficient-credits-overlay>`
      : nothing;
  }

  private get at() {
    const state = this.credit.value;
    return { balance: state.kind === 'loading' ? null : state.balance, model: this.choice.value.selected };
  }

  /** Why nothing can be sent. What is asked already is paid for: it isn't disturbed. */
  private blocked(): string {
    return this.conversation.isBusy ? '' : shortage(this.at.balance, this.at.model);
  }

  /** The price that is shown is right when somebody has written down what to ask. */
  private typed(event: CustomEvent<string>) {
    type(event.detail);
    void needModels();
  }

  private send(event: CustomEvent<string>) {
    void this.answered((model) => this.conversation.send(event.detail, model));
  }

  private askAgain() {
    void this.answered((model) => this.conversation.askAgain(model));
  }

  private showRest(event: CustomEvent<Turn>) {
    this.conversation.showRest(event.detail);
  }

  private async answered(by: (model: string) => Promise<void>) {
    const { selected } = this.choice.value;
    if (!selected) {
      return;
    }
    planNews.set('');
    const end = by(selected.id);
    const asked = this.conversation.current.id;
    this.turns.follow();
    this.dispatchEvent(new CustomEvent('opened', { detail: asked }));
    await end;
    if (this.conversation.current.id === asked && this.isAttended) {
      await this.goOn();
    }
  }

  /** Whether the cursor is here or nowhere: who writes somewhere else meanwhile isn't interrupted. */
  private get isAttended(): boolean {
    const root = this.getRootNode() as Document | ShadowRoot;
    return root.activeElement === this || (!this.embedded && document.activeElement === document.body);
  }

  private readonly goOn = async () => {
    await this.updateComplete;
    this.focus();
  };

  private begin(event: CustomEvent<string>) {
    type(event.detail + ': ');
    this.focus();
  }

  /** The answer itself isn't read aloud word by word, only that it is there. */
  private spoken(): string {
    const turn = this.conversation.current.turns.at(-1);
    return turn?.state === 'done' ? `Answer complete. ${credits(turn.charged ?? 0)} charged, ${turn.remaining} left.` : '';
  }
}
