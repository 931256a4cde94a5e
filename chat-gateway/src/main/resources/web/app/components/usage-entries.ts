import { css, html, LitElement } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { nameOf } from '../logic/models';
import type { Entry } from '../logic/usage';
import { shared } from './styles';

const PAGE = 20;

const KINDS: Record<Entry['kind'], string> = {
  CHARGE: 'Answer',
  GRANT: 'Granted',
  LAPSE: 'Ended',
  DEBT: 'Beyond the plan',
  ADJUST: 'Adjusted',
};

const TIME = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** The ledger as a table, filtered and in pages. */
@customElement('usage-entries')
export class UsageEntries extends LitElement {
  static styles = [
    shared,
    css`
      .filters { display: flex; gap: 0.5rem; flex-wrap: wrap; margin-bottom: 0.75rem; }
      select { height: 2.25rem; padding: 0 0.5rem; border: 1px solid var(--control); border-radius: 0.625rem; background: var(--raised); font-size: 0.9375rem; max-width: 100%; }
      .scroll { overflow-x: auto; }
      table { width: 100%; border-collapse: collapse; font-size: 0.9375rem; font-variant-numeric: tabular-nums; }
      th, td { padding: 0.5rem 0.75rem 0.5rem 0; text-align: left; border-bottom: 1px solid var(--line); white-space: nowrap; }
      th { color: var(--muted); font-weight: 600; font-size: 0.8125rem; }
      .number { text-align: right; }
      .pages { display: flex; align-items: center; justify-content: flex-end; gap: 0.5rem; margin-top: 0.75rem; font-size: 0.875rem; color: var(--muted); }
    `,
  ];

  @property({ attribute: false }) entries: Entry[] = [];
  @state() private kind = '';
  @state() private model = '';
  @state() private page = 0;

  render() {
    const found = this.entries.filter(
      (entry) => (!this.kind || entry.kind === this.kind) && (!this.model || entry.model === this.model),
    );
    const pages = Math.max(1, Math.ceil(found.length / PAGE));
    const page = Math.min(this.page, pages - 1);
    const kinds = [...new Set(this.entries.map((entry) => entry.kind))];
    const models = [...new Set(this.entries.map((entry) => entry.model).filter((model) => model !== null))];
    return html`<div class="filters">
        <select aria-label="Kind of change" @change=${(event: Event) => this.filter({ kind: valueOf(event) })}>
          <option value="">All changes</option>
          ${kinds.map((kind) => html`<option value=${kind}>${KINDS[kind]}</option>`)}
        </select>
        <select aria-label="Of which model" @change=${(event: Event) => this.filter({ model: valueOf(event) })}>
          <option value="">All models</option>
          ${models.map((model) => html`<option value=${model}>${nameOf(model)}</option>`)}
        </select>
      </div>
      <div class="scroll" tabindex="0" role="region" aria-label="Changes of your credits">
        <table>
          <thead>
            <tr><th scope="col">When</th><th scope="col">What</th><th scope="col">Model</th><th scope="col" class="number">Credits</th><th scope="col" class="number">Left</th></tr>
          </thead>
          <tbody>
            ${found.slice(page * PAGE, (page + 1) * PAGE).map(
              (entry) => html`<tr>
                <td>${TIME.format(new Date(entry.occurredAt))}</td><td>${KINDS[entry.kind]}</td><td>${entry.model ? nameOf(entry.model) : ''}</td>
                <td class="number">${entry.credits > 0 ? '+' : ''}${entry.credits}</td><td class="number">${entry.remainingAfter}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <div class="pages">
        <span role="status">${found.length === 0 ? 'No changes' : `Page ${page + 1} of ${pages}`}</span>
        <button type="button" class="secondary" ?disabled=${page === 0} @click=${() => (this.page = page - 1)}>Newer</button>
        <button type="button" class="secondary" ?disabled=${page >= pages - 1} @click=${() => (this.page = page + 1)}>Older</button>
      </div>`;
  }

  private filter(filters: { kind?: string; model?: string }) {
    this.kind = filters.kind ?? this.kind;
    this.model = filters.model ?? this.model;
    this.page = 0;
  }
}

function valueOf(event: Event): string {
  return (event.target as HTMLSelectElement).value;
}
