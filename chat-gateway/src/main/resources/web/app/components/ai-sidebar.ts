import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { leaveAlone } from '../logic/alone';
import { inBrowser } from '../logic/kept';
import './sidebar-chat';
import type { SidebarChat } from './sidebar-chat';
import { chat, close } from './icons';
import { shared } from './styles';
import { theme } from './theme';

const STATE = 'sidebar';
const PHONE = matchMedia('(max-width: 40rem)');

/**
 * The chat at the side of any page of the gateway's origin: `<ai-sidebar></ai-sidebar>`. It stands at the right edge, over the page; a
 * page that wants to make room looks at the attribute `open`. Nothing is loaded or asked for before it is opened for the first time.
 */
@customElement('ai-sidebar')
export class AiSidebar extends LitElement {
  static styles = [
    shared,
    theme,
    css`
      :host { background: none; }
      .toggle {
        position: fixed; right: 1.25rem; bottom: 1.25rem; z-index: 2147483000; border-radius: 2rem; min-height: 3rem; padding: 0.5rem 1.25rem;
        box-shadow: 0 2px 12px rgb(0 0 0 / 0.25); cursor: pointer;
      }
      aside {
        position: fixed; inset: 0 0 0 auto; z-index: 2147483001; width: var(--ai-sidebar-width, 26rem); max-width: 100vw;
        display: grid; grid-template: auto minmax(0, 1fr) / minmax(0, 1fr); background: var(--bg); border-left: 1px solid var(--line);
        box-shadow: 0 0 24px rgb(0 0 0 / 0.12);
      }
      [hidden] { display: none; }
      aside:focus { outline: 0; }
      header { display: flex; align-items: center; justify-content: space-between; padding: 0.5rem 0.75rem 0 1rem; }
      h2 { font-size: 1rem; font-weight: 650; }
      header .quiet { min-width: 2.5rem; min-height: 2.5rem; }
      @media (max-width: 40rem) { aside { width: 100vw; border: 0; } }
    `,
  ];

  /** Whether it is open, for the page's styles too. */
  @property({ type: Boolean, reflect: true }) open = remembered();
  @state() private wasOpen = false;
  @query('sidebar-chat') private content!: SidebarChat | null;
  @query('aside') private panel!: HTMLElement;
  @query('.toggle') private toggle!: HTMLElement;
  private uncover = () => {};

  connectedCallback() {
    super.connectedCallback();
    PHONE.addEventListener('change', this.cover);
    this.cover();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    PHONE.removeEventListener('change', this.cover);
    this.uncover();
  }

  willUpdate() {
    this.wasOpen ||= this.open;
  }

  updated(changed: PropertyValues) {
    if (changed.has('open')) {
      this.cover();
    }
  }

  /** On a phone nothing of the page is seen behind it, and nothing is to be reached there. */
  private readonly cover = () => {
    this.uncover();
    this.uncover = this.open && PHONE.matches ? leaveAlone(this) : () => {};
  };

  render() {
    return html`
      <button type="button" class="primary toggle" aria-expanded=${this.open} aria-controls="panel" ?hidden=${this.open} @click=${this.show}>
        ${chat}Ask AI
      </button>
      <aside id="panel" aria-label="AI chat" tabindex="-1" ?hidden=${!this.open} @keydown=${this.pressed}>
        <header>
          <h2>AI chat</h2>
          <button type="button" class="quiet" aria-label="Close the chat" title="Close (Esc)" @click=${this.hide}>${close}</button>
        </header>
        ${this.wasOpen ? html`<sidebar-chat></sidebar-chat>` : nothing}
      </aside>`;
  }

  private async show() {
    this.set(true);
    await this.updateComplete;
    this.panel.focus();
    this.content?.focusInput();
  }

  /** The cursor goes back to where it came from. */
  private async hide() {
    this.set(false);
    await this.updateComplete;
    this.toggle.focus();
  }

  /** Esc ends one thing at a time. */
  private pressed(event: KeyboardEvent) {
    if (event.key !== 'Escape') {
      return;
    }
    event.stopPropagation();
    if (!this.content?.dismiss()) {
      void this.hide();
    }
  }

  private set(open: boolean) {
    this.open = open;
    inBrowser.set(STATE, open ? 'open' : 'closed');
  }
}

/** On a phone it would hide the page that somebody came for. */
function remembered(): boolean {
  return inBrowser.get(STATE) === 'open' && !PHONE.matches;
}
