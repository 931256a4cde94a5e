import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { tidyAddress } from '../logic/login';
import { myName } from '../logic/me';
import { followLinks, goTo, path } from '../logic/router';
import { Shows } from '../logic/store';
import { useChatSession } from '../logic/use-chat-session';
import './chat-page';
import type { ChatPage } from './chat-page';
import './conversation-list';
import './credit-bar';
import './log-in';
import './pricing-page';
import './usage-page';
import { chart, chat, close, leave, menu, plus, tag } from './icons';
import { shared } from './styles';
import { theme } from './theme';

const OTHER_PAGES: Record<string, { title: string; content: TemplateResult } | undefined> = {
  '/pricing': { title: 'Plans', content: html`<pricing-page></pricing-page>` },
  '/usage': { title: 'Usage', content: html`<usage-page></usage-page>` },
};

/** The whole page: conversations at the side, the credits at the top, and what the address says in the middle. */
@customElement('chat-app')
export class ChatApp extends LitElement {
  static styles = [
    shared,
    theme,
    css`
      :host { display: grid; grid-template-columns: 16.5rem minmax(0, 1fr); height: 100dvh; }
      nav { display: flex; flex-direction: column; gap: 0.75rem; min-height: 0; padding: 0.75rem; background: var(--side); border-right: 1px solid var(--line); }
      nav .list { flex: 1; overflow-y: auto; margin: 0 -0.25rem; padding: 0.25rem; }
      nav .new { justify-content: flex-start; border-color: var(--line); font-weight: 500; font-size: 0.9375rem; background: var(--raised); }
      nav .links { display: grid; gap: 0.125rem; border-top: 1px solid var(--line); padding-top: 0.5rem; }
      nav .links .quiet { justify-content: flex-start; width: 100%; gap: 0.625rem; min-height: 2.25rem; font-size: 0.9375rem; }
      nav .links .quiet[aria-current] { color: var(--text); font-weight: 600; }
      .who { min-width: 0; margin-left: auto; padding-left: 0.5rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .side-head { display: none; }
      main { display: grid; grid-template: auto minmax(0, 1fr) / minmax(0, 1fr); min-height: 0; min-width: 0; }
      header { display: flex; align-items: center; justify-content: space-between; gap: 0.5rem; padding: 0.25rem 1rem; min-height: 3.25rem; }
      header credit-bar { flex: 1; }
      .open-menu { display: none; min-width: 2.5rem; min-height: 2.5rem; }
      .page { overflow-y: auto; min-height: 0; }
      .shade { display: none; }
      @media (max-width: 48rem) {
        :host { grid-template-columns: minmax(0, 1fr); }
        nav { position: fixed; inset: 0 auto 0 0; width: min(19rem, 85vw); z-index: 2; visibility: hidden; transform: translateX(-100%); transition: transform 0.18s, visibility 0.18s; }
        nav.shown { visibility: visible; transform: none; }
        .shade.shown { display: block; position: fixed; inset: 0; z-index: 1; border: 0; background: rgb(0 0 0 / 0.45); }
        .side-head { display: flex; justify-content: flex-end; }
        .open-menu { display: inline-flex; }
        header { padding: 0.375rem 0.625rem; border-bottom: 1px solid var(--line); }
      }
      @media (prefers-reduced-motion: reduce) { nav { transition: none; } }
    `,
  ];

  @state() private menuShown = false;
  @query('nav') private nav!: HTMLElement;
  @query('chat-page') private chat!: ChatPage | null;
  private readonly session = useChatSession(this);
  private readonly page = new Shows(this, path);
  private readonly name = new Shows(this, myName);
  private shown = path.value;

  connectedCallback() {
    super.connectedCallback();
    tidyAddress();
    followLinks();
    window.addEventListener('keydown', this.pressed);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('keydown', this.pressed);
  }

  /** Who comes back to the chat goes on writing. */
  updated() {
    const page = this.page.value;
    if (page !== this.shown) {
      this.shown = page;
      if (page === '/' && !matchMedia('(hover: none)').matches) {
        this.chat?.focus();
      }
    }
  }

  render() {
    const { login } = this.session;
    if (login === 'first') {
      return html`<log-in></log-in>`;
    }
    return html`
      <button type="button" class="shade ${this.menuShown ? 'shown' : ''}" aria-label="Close the menu" @click=${this.closeMenu}></button>
      <nav class=${this.menuShown ? 'shown' : ''} aria-label="Conversations and pages" ?inert=${login === 'again'}>${this.side()}</nav>
      <main ?inert=${login === 'again'}>
        <header>
          <button type="button" class="quiet open-menu" aria-label="Menu" aria-expanded=${this.menuShown} @click=${this.openMenu}>${menu}</button>
          <credit-bar></credit-bar>
        </header>
        ${this.content()}
      </main>
      ${login === 'again' ? html`<log-in again></log-in>` : nothing}
    `;
  }

  private content() {
    // The chat stays where it is while other pages are shown, and an answer under way with it.
    const other = OTHER_PAGES[this.page.value];
    document.title = other?.title ?? 'Chat';
    return html`<chat-page ?hidden=${other !== undefined} .open=${this.session.open} @opened=${(event: CustomEvent<string>) => this.session.opened(event.detail)}></chat-page>
      ${other ? html`<div class="page">${other.content}</div>` : nothing}`;
  }

  private side() {
    const page = this.page.value;
    const name = this.name.value;
    const current = (of: string) => (page === of ? 'page' : nothing);
    return html`
      <div class="side-head"><button type="button" class="quiet" aria-label="Close the menu" @click=${this.closeMenu}>${close}</button></div>
      <button type="button" class="secondary new" @click=${() => this.show('')}>${plus}New chat</button>
      <div class="list" @show-conversation=${(event: CustomEvent<string>) => this.show(event.detail)}>
        <conversation-list .open=${page === '/' ? this.session.open : ''}></conversation-list>
      </div>
      <div class="links">
        <a class="quiet" href="/" aria-current=${current('/')} @click=${this.closeMenu}>${chat}Chat</a>
        <a class="quiet" href="/usage" aria-current=${current('/usage')} @click=${this.closeMenu}>${chart}Usage</a>
        <a class="quiet" href="/pricing" aria-current=${current('/pricing')} @click=${this.closeMenu}>${tag}Plans</a>
        <form method="post" action="/logout"><button class="quiet">${leave}Log out${name ? html`<span class="who">${name}</span>` : nothing}</button></form>
      </div>`;
  }

  private show(id: string) {
    this.session.opened(id);
    this.closeMenu();
    goTo('/');
    void this.updateComplete.then(() => this.chat?.focus());
  }

  private readonly pressed = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') {
      return;
    }
    if (this.menuShown) {
      this.closeMenu();
    } else if (this.page.value === '/') {
      this.chat?.stop();
    }
  };

  private async openMenu() {
    this.menuShown = true;
    await this.updateComplete;
    this.nav.querySelector<HTMLElement>('button, a')?.focus();
  }

  private closeMenu() {
    this.menuShown = false;
  }
}
