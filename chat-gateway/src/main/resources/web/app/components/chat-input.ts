import { css, html, LitElement, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { choose, type ModelState, modelChoice } from '../logic/models';
import { Shows } from '../logic/store';
import { credits } from '../logic/words';
import { send, stop } from './icons';
import { shared } from './styles';

/** Where people write, with the model and what an answer costs before anything is sent. */
@customElement('chat-input')
export class ChatInput extends LitElement {
  static styles = [
    shared,
    css`
      :host { container-type: inline-size; }
      form {
        border: 1px solid var(--control); border-radius: 1.25rem; background: var(--raised); padding: 0.625rem 0.625rem 0.5rem;
        transition: border-color 0.15s;
      }
      form:focus-within { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
      textarea {
        display: block; width: 100%; max-height: 40vh; min-height: 2.25rem; padding: 0.25rem 0.625rem; border: 0; outline: 0; resize: none;
        background: transparent; field-sizing: content; line-height: 1.5;
      }
      textarea:focus-visible { outline: 0; }
      textarea::placeholder { color: var(--muted); opacity: 1; }
      .row { display: flex; align-items: center; gap: 0.5rem; margin-top: 0.25rem; }
      select {
        min-width: 0; max-width: 100%; height: 2.25rem; padding: 0 0.375rem; border: 0; border-radius: 0.625rem; background: transparent;
        color: var(--muted); font-size: 0.875rem; text-overflow: ellipsis; cursor: pointer; field-sizing: content;
      }
      select:hover { background: var(--bubble); color: var(--text); }
      option { background: var(--raised); color: var(--text); }
      .cost { margin-left: auto; color: var(--muted); font-size: 0.875rem; white-space: nowrap; }
      .go { width: 2.25rem; height: 2.25rem; flex: none; display: grid; place-items: center; border: 0; border-radius: 50%; background: var(--accent); color: var(--on-accent); }
      .go:disabled { background: var(--line); color: var(--muted); }
      .hint { margin-top: 0.5rem; text-align: center; font-size: 0.8125rem; color: var(--muted); min-height: 1.25rem; }
      @container (max-width: 36rem) { .keys, .per { display: none; } }
    `,
  ];

  /** Kept by whoever owns the conversation, so that nothing typed is ever lost. */
  @property() draft = '';
  /** Why nothing can be written now; empty when it can. */
  @property({ attribute: false }) blocked = '';
  @property({ type: Boolean }) busy = false;
  /** Whether somebody wanted to send while an answer was coming, or before there was a model. */
  @state() private early = false;
  @query('textarea') private field!: HTMLTextAreaElement;
  private readonly choice = new Shows<ModelState>(this, modelChoice);

  willUpdate(changed: PropertyValues) {
    if (changed.has('busy')) {
      this.early = false;
    }
  }

  render() {
    const { models, selected } = this.choice.value;
    return html`<form @submit=${this.submit}>
        <label class="hidden" for="text">Message</label>
        <textarea id="text" rows="1" .value=${this.draft} ?disabled=${this.blocked !== ''}
          placeholder=${this.blocked || 'Ask anything'} @input=${this.typed} @keydown=${this.pressed}></textarea>
        <div class="row">
          <label class="hidden" for="model">Model</label>
          <select id="model" ?disabled=${models.length === 0} @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
            ${models.length === 0 ? html`<option>Loading the models…</option>` : ''}
            ${models.map(
              (model) => html`<option value=${model.id} .selected=${model.id === selected?.id}>${model.name} · ${credits(model.credits)}</option>`,
            )}
          </select>
          <span class="cost">${selected ? html`<span data-cost>${credits(selected.credits)}</span><span class="per"> per answer</span>` : ''}</span>
          ${this.busy
            ? html`<button type="button" class="go" aria-label="Stop showing the answer" title="Stop (Esc)" @click=${this.stopped}>${stop}</button>`
            : html`<button class="go" aria-label="Send" title="Send (Enter)" ?disabled=${!this.canSend} @click=${this.sent}>${send}</button>`}
        </div>
      </form>
      <p class="hint">${this.hint()}</p>`;
  }

  private hint() {
    if (this.early && this.choice.value.selected === null) {
      return 'You can send this as soon as the models are there.';
    }
    if (!this.busy) {
      return html`<span class="keys">Enter sends, Shift+Enter starts a new line. </span>Answers can be wrong.`;
    }
    return this.early ? 'You can send this as soon as the answer is there.' : 'If you stop or leave, the answer is still finished and charged.';
  }

  /** Puts the cursor where people go on writing. */
  override focus() {
    void this.updateComplete.then(() => this.field.focus());
  }

  private get canSend(): boolean {
    return this.draft.trim() !== '' && this.blocked === '' && this.choice.value.selected !== null;
  }

  private typed() {
    this.dispatchEvent(new CustomEvent('draft', { detail: this.field.value }));
  }

  private pressed(event: KeyboardEvent) {
    // Enter also ends the choice of a character in many writing systems.
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      this.submit(event);
    }
  }

  private submit(event: Event) {
    event.preventDefault();
    this.early = (this.busy || this.choice.value.selected === null) && this.draft.trim() !== '';
    if (this.canSend && !this.busy) {
      this.dispatchEvent(new CustomEvent('send', { detail: this.draft.trim() }));
    }
  }

  /** Sending and stopping are in the same place: the second click of a double click is meant for neither. */
  private sent(event: MouseEvent) {
    if (event.detail > 1) {
      event.preventDefault();
    }
  }

  private stopped(event: MouseEvent) {
    if (event.detail <= 1) {
      this.dispatchEvent(new CustomEvent('stop'));
    }
  }
}
