import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { type Attention, attention } from '../logic/attention';
import { type Conversation, conversations, remove, rename } from '../logic/conversations';
import { Shows } from '../logic/store';
import { useCreditBalance } from '../logic/use-credit-balance';
import { bin, pencil } from './icons';
import { shared } from './styles';

/** The conversations of this browser. */
@customElement('conversation-list')
export class ConversationList extends LitElement {
  static styles = [
    shared,
    css`
      ul { list-style: none; margin: 0; padding: 0; display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.125rem; }
      li { display: flex; align-items: center; border-radius: 0.5rem; }
      li:hover, li:focus-within, li.open { background: var(--bubble); }
      .title { flex: 1; min-width: 0; padding: 0.5rem 0.625rem; border: 0; background: transparent; text-align: left; font-size: 0.9375rem; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
      .open .title { font-weight: 600; }
      .tools { display: flex; opacity: 0; width: 0; overflow: hidden; }
      li:hover .tools, li:focus-within .tools { opacity: 1; width: auto; overflow: visible; padding-right: 0.25rem; }
      @media (hover: none) { .tools { opacity: 1; width: auto; overflow: visible; } }
      .tools .quiet { padding: 0.25rem; min-width: 1.75rem; min-height: 1.75rem; }
      .tools svg { width: 1rem; height: 1rem; }
      input { flex: 1; min-width: 0; margin: 0.1875rem; padding: 0.25rem 0.5rem; border: 1px solid var(--accent); border-radius: 0.375rem; background: var(--raised); font-size: 0.9375rem; }
      .mark { flex: none; width: 0.5rem; height: 0.5rem; margin: 0 0.625rem; border-radius: 50%; background: var(--accent); }
      .mark.answering { background: var(--muted); animation: beat 1s infinite alternate; }
      @media (prefers-reduced-motion: reduce) { .mark.answering { animation: none; } }
      p { padding: 0.5rem 0.625rem; color: var(--muted); font-size: 0.875rem; }
    `,
  ];

  @property() open = '';
  @state() private renaming = '';
  private readonly marks = new Shows(this, attention);
  private readonly all = new Shows<Conversation[]>(this, conversations);
  private readonly credit = useCreditBalance(this);

  render() {
    if (this.all.value.length === 0) {
      // Whose they are isn't known at first.
      return this.credit.value.kind === 'loading' ? nothing : html`<p>Your conversations are kept in this browser only.</p>`;
    }
    return html`<ul>
      ${this.all.value.map((one) => (one.id === this.renaming ? this.editor(one) : this.row(one)))}
    </ul>`;
  }

  private row(one: Conversation) {
    const isOpen = one.id === this.open;
    return html`<li class=${isOpen ? 'open' : ''}>
      <button type="button" class="title" aria-current=${isOpen ? 'true' : nothing} @click=${() => this.show(one.id)}>${one.title}</button>
      ${isOpen ? nothing : mark(this.marks.value.get(one.id))}
      <span class="tools">
        <button type="button" class="quiet" aria-label="Rename ${one.title}" title="Rename" @click=${() => this.edit(one)}>${pencil}</button>
        <button type="button" class="quiet" aria-label="Delete ${one.title}" title="Delete" @click=${() => this.drop(one)}>${bin}</button>
      </span>
    </li>`;
  }

  private editor(one: Conversation) {
    return html`<li>
      <input aria-label="New name" .value=${one.title} @blur=${(event: Event) => this.renamed(one, event)}
        @keydown=${(event: KeyboardEvent) => this.pressed(event)} />
    </li>`;
  }

  private async edit(one: Conversation) {
    this.renaming = one.id;
    await this.updateComplete;
    this.renderRoot.querySelector('input')?.select();
  }

  private pressed(event: KeyboardEvent) {
    const input = event.target as HTMLInputElement;
    if (event.key === 'Enter') {
      input.blur();
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      input.value = '';
      input.blur();
    }
  }

  private renamed(one: Conversation, event: Event) {
    this.renaming = '';
    rename(one, (event.target as HTMLInputElement).value);
  }

  private drop(one: Conversation) {
    if (confirm(`Delete “${one.title}”? It can’t be brought back.`)) {
      remove(one);
      if (one.id === this.open) {
        this.show('');
      }
    }
  }

  private show(id: string) {
    this.dispatchEvent(new CustomEvent('show-conversation', { detail: id, bubbles: true, composed: true }));
  }
}

/** What happens there while something else is looked at. */
function mark(as: Attention | undefined) {
  const text = as === 'answering' ? 'is being answered' : 'has a new answer';
  return as ? html`<span class="mark ${as}" role="img" aria-label=${text} title="This conversation ${text}"></span>` : nothing;
}
