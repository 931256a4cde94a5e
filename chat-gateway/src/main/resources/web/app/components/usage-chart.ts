import { css, html, LitElement, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Share } from '../logic/usage';
import { credits, day } from '../logic/words';
import { shared } from './styles';

const HEIGHT = 100;
const STEP = 10;

/** Credits by day: a bar for each, and the numbers as a table for those who hear the page. */
@customElement('usage-chart')
export class UsageChart extends LitElement {
  static styles = [
    shared,
    css`
      figure { margin: 0; }
      svg { display: block; width: 100%; height: 9rem; }
      rect { fill: var(--accent); }
      rect.none { fill: var(--line); }
      figcaption { display: flex; justify-content: space-between; gap: 0.5rem; white-space: nowrap; margin-top: 0.375rem; font-size: 0.8125rem; color: var(--muted); }
    `,
  ];

  @property({ attribute: false }) days: Share[] = [];

  render() {
    const most = Math.max(1, ...this.days.map((one) => one.credits));
    const first = this.days[0];
    const last = this.days.at(-1);
    return html`<figure>
        <svg viewBox="0 0 ${this.days.length * STEP} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">
          ${this.days.map((one, index) => bar(one, index, most))}
        </svg>
        <figcaption aria-hidden="true"><span>${first ? day(first.name) : ''}</span><span>most in a day: ${most}</span><span>${last ? day(last.name) : ''}</span></figcaption>
      </figure>
      <table class="hidden">
        <caption>Credits by day</caption>
        <thead><tr><th scope="col">Day</th><th scope="col">Credits</th></tr></thead>
        <tbody>${this.days.map((one) => html`<tr><th scope="row">${day(one.name)}</th><td>${one.credits}</td></tr>`)}</tbody>
      </table>`;
  }
}

function bar(one: Share, index: number, most: number) {
  const height = one.credits === 0 ? 1 : Math.max(3, (one.credits / most) * HEIGHT);
  return svg`<rect class=${one.credits === 0 ? 'none' : ''} x=${index * STEP + 1.5} y=${HEIGHT - height} width=${STEP - 3} height=${height} rx="1">
    <title>${day(one.name)}: ${credits(one.credits)}</title></rect>`;
}
