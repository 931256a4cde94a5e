import { css, html, LitElement, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { useChatSession } from '../logic/use-chat-session';
import './chat-page';
import type { ChatPage } from './chat-page';
import './conversation-list';
import './credit-bar';
import './log-in';
import type { LogIn } from './log-in';
import { list, plus, whole } from './icons';
import { shared } from './styles';

/** The chat in a narrow place, in a page about something else. */
@customElement('sidebar-chat')
export class SidebarChat extends LitElement {
  static styles = [
    shared,
    css`
      :host { position: relative; display: grid; grid-template: auto minmax(0, 1fr) / minmax(0, 1fr); min-height: 0; }
      .head { display: flex; align-items: center; gap: 0.125rem; padding: 0 0.75rem 0.25rem; border-bottom: 1px solid var(--line); }
      .head .quiet { min-width: 2.25rem; min-height: 2.25rem; }
      .head .quiet[aria-expanded='true'] { background: var(--bubble); color: var(--text); }
      credit-bar { flex: 1; }
      .middle { position: relative; min-height: 0; }
      .list { position: absolute; inset: 0; overflow-y: auto; padding: 0.5rem; background: var(--bg); z-index: 1; }
    `,
  ];

  @state() private listShown = false;
  @query('chat-page') private chat!: ChatPage | null;
  @query('log-in') private logIn!: LogIn | null;
  private readonly session = useChatSession(this);
  private awaited = false;

  constructor() {
    super();
    this.addEventListener('click', inAnotherTab);
  }

  /** Puts the cursor where it goes on, as soon as it is known whether that is the input or the login. */
  focusInput() {
    this.awaited = true;
    this.requestUpdate();
  }

  updated() {
    if (this.awaited && this.session.login !== 'unknown') {
      this.awaited = false;
      (this.logIn ?? this.chat)?.focus();
    }
  }

  /** @returns whether there was something in the foreground to end: the list, or an answer */
  dismiss(): boolean {
    const wasShown = this.listShown;
    this.listShown = false;
    return wasShown || (this.chat?.stop() ?? false);
  }

  render() {
    const { login, open } = this.session;
    if (login === 'first') {
      return html`<log-in embedded></log-in>`;
    }
    return html`
      <div class="head" ?inert=${login === 'again'}>
        <button type="button" class="quiet" aria-label="New chat" title="New chat" @click=${() => this.show('')}>${plus}</button>
        <button type="button" class="quiet" aria-label="Conversations" title="Conversations" aria-expanded=${this.listShown}
          @click=${() => (this.listShown = !this.listShown)}>${list}</button>
        <a class="quiet" href="/" aria-label="Open the whole chat in a new tab" title="Open the whole chat">${whole}</a>
        <credit-bar></credit-bar>
      </div>
      <div class="middle" ?inert=${login === 'again'}>
        <chat-page embedded .open=${open} ?inert=${this.listShown} @opened=${(event: CustomEvent<string>) => this.session.opened(event.detail)}></chat-page>
        ${this.listShown
          ? html`<div class="list" @show-conversation=${(event: CustomEvent<string>) => this.show(event.detail)}>
              <conversation-list .open=${open}></conversation-list>
            </div>`
          : nothing}
      </div>
      ${login === 'again' ? html`<log-in again embedded></log-in>` : nothing}
    `;
  }

  private show(id: string) {
    this.session.opened(id);
    this.listShown = false;
    this.focusInput();
  }
}

/** Plans, usage and the whole chat leave the page around as it is. Only a login has to come back to it. */
function inAnotherTab(event: Event): void {
  const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
  if (link && link.pathname !== '/login') {
    link.target = '_blank';
  }
}
