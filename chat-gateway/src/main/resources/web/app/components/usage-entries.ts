import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { nameOf } from '../logic/models';
import { type Entry, sumOf } from '../logic/usage';
import { credits, moment } from '../logic/words';
import { shared } from './styles';

const PAGE = 20;

const KINDS: Record<Entry['kind'], string> = {
  CHARGE: 'Answer',
  GRANT: 'Granted',
  LAPSE: 'Ended',
  DEBT: 'Beyond the plan',
  ADJUST: 'Adjusted',
};

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
      .with { display: none; font-size: 0.8125rem; color: var(--muted); }
      td:last-child, th:last-child { padding-right: 0; }
      @media (max-width: 40rem) {
        .model { display: none; }
        .with { display: block; }
        th, td { white-space: normal; vertical-align: top; }
      }
      .found { flex: 1; white-space: nowrap; }
      .pages { display: flex; align-items: center; justify-content: flex-end; flex-wrap: wrap; gap: 0.5rem; margin-top: 0.75rem; font-size: 0.875rem; color: var(--muted); }
    `,
  ];

  @property({ attribute: false }) entries: Entry[] = [];
  @state() private kind: Entry['kind'] | '' = '';
  @state() private model = '';
  @state() private page = 0;

  render() {
    const found = this.entries.filter(
      (entry) => (!this.kind || entry.kind === this.kind) && (!this.model || entry.model === this.model),
    );
    const pages = Math.max(1, Math.ceil(found.length / PAGE));
    const page = Math.min(this.page, pages - 1);
    const kinds = choices(this.entries.map((entry) => entry.kind), this.kind);
    const models = choices(this.entries.map((entry) => entry.model ?? ''), this.model);
    return html`<div class="filters">
        <select aria-label="Kind of change" @change=${(event: Event) => this.filter({ kind: valueOf(event) as Entry['kind'] | '' })}>
          <option value="" .selected=${this.kind === ''}>All changes</option>
          ${kinds.map((kind) => html`<option value=${kind} .selected=${kind === this.kind}>${KINDS[kind]}</option>`)}
        </select>
        <select aria-label="Of which model" @change=${(event: Event) => this.filter({ model: valueOf(event) })}>
          <option value="" .selected=${this.model === ''}>All models</option>
          ${models.map((model) => html`<option value=${model} .selected=${model === this.model}>${nameOf(model)}</option>`)}
        </select>
      </div>
      <div class="scroll" tabindex="0" role="region" aria-label="Changes of your credits">
        <table>
          <thead>
            <tr><th scope="col">When</th><th scope="col">What</th><th scope="col" class="model">Model</th><th scope="col" class="number">Credits</th><th scope="col" class="number">Left</th></tr>
          </thead>
          <tbody>
            ${found.slice(page * PAGE, (page + 1) * PAGE).map(
              (entry) => html`<tr>
                <td>${moment(entry.occurredAt)}</td><td>${what(entry)}<span class="with">${entry.model ? nameOf(entry.model) : ''}</span></td>
                <td class="model">${entry.model ? nameOf(entry.model) : ''}</td>
                <td class="number">${entry.credits > 0 ? '+' : ''}${entry.credits}</td><td class="number">${entry.remainingAfter}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <div class="pages">
        <span class="found" role="status">${foundText(found)}</span>
        <span>${pages > 1 ? `Page ${page + 1} of ${pages}` : nothing}</span>
        <button type="button" class="secondary" ?disabled=${page === 0} @click=${() => (this.page = page - 1)}>Newer</button>
        <button type="button" class="secondary" ?disabled=${page >= pages - 1} @click=${() => (this.page = page + 1)}>Older</button>
      </div>`;
  }

  /** Shows what answers were charged, and leads there. */
  showCharges() {
    this.filter({ kind: 'CHARGE', model: '' });
    this.scrollIntoView({ block: 'start' });
    this.renderRoot.querySelector('select')?.focus({ preventScroll: true });
  }

  private filter(filters: { kind?: Entry['kind'] | ''; model?: string }) {
    this.kind = filters.kind ?? this.kind;
    this.model = filters.model ?? this.model;
    this.page = 0;
  }
}

/** Charges without a model: an admin gave back what was used, or freed credits paid what was owed. */
function what(entry: Entry): string {
  if (entry.kind !== 'CHARGE' || entry.model !== null) {
    return KINDS[entry.kind];
  }
  return entry.credits > 0 ? 'Given back' : 'Paid what was owed';
}

function foundText(found: Entry[]): string {
  if (found.length === 0) {
    return 'No changes';
  }
  const sum = sumOf(found);
  const changes = found.length === 1 ? '1 change' : `${found.length} changes`;
  // What was granted and what was spent together say nothing.
  if (new Set(found.map((entry) => entry.kind)).size > 1) {
    return changes;
  }
  return `${changes}, ${sum > 0 ? '+' : sum < 0 ? '− ' : ''}${credits(Math.abs(sum))} together`;
}

/** What there is, and what is chosen though there is none of it any more. */
function choices<T extends string>(there: T[], chosen: T | ''): T[] {
  return [...new Set([...there, chosen])].filter((choice) => choice !== '') as T[];
}

function valueOf(event: Event): string {
  return (event.target as HTMLSelectElement).value;
}
