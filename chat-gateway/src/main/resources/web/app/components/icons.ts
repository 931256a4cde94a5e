import { svg, html, type TemplateResult } from 'lit';

/** Line icons; each stands beside or within something that has a name, so none has one of its own. */
const icon = (paths: unknown): TemplateResult => html`<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"
  stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${paths}</svg>`;

export const send = icon(svg`<path d="M12 19V5M5 12l7-7 7 7"/>`);
export const stop = icon(svg`<rect x="6" y="6" width="12" height="12" rx="2" fill="currentColor"/>`);
export const copy = icon(svg`<rect x="9" y="9" width="11" height="11" rx="2"/><path d="M5 15V6a2 2 0 0 1 2-2h8"/>`);
export const check = icon(svg`<path d="M5 13l4 4L19 7"/>`);
export const again = icon(svg`<path d="M20 11a8 8 0 1 0-2.3 5.7M20 5v6h-6"/>`);
export const plus = icon(svg`<path d="M12 5v14M5 12h14"/>`);
export const menu = icon(svg`<path d="M4 7h16M4 12h16M4 17h16"/>`);
export const close = icon(svg`<path d="M6 6l12 12M18 6L6 18"/>`);
export const pencil = icon(svg`<path d="M4 20h4L19 9l-4-4L4 16zM13.500 6.500l4 4"/>`);
export const bin = icon(svg`<path d="M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13"/>`);
export const warning = icon(svg`<path d="M12 4l9 16H3zM12 10v4M12 17.500v.01"/>`);
export const offline = icon(svg`<path d="M3 3l18 18M8.500 15.500a5 5 0 0 1 7 0M5 12a10 10 0 0 1 4-2.400M15 9.600a10 10 0 0 1 4 2.400M12 19v.01"/>`);
export const chart = icon(svg`<path d="M5 20v-7M12 20V5M19 20v-10"/>`);
export const tag = icon(svg`<path d="M4 4h8l8 8-8 8-8-8zM8.500 8.500v.01"/>`);
export const leave = icon(svg`<path d="M14 4h5v16h-5M4 12h11M8 8l-4 4 4 4"/>`);
export const list = icon(svg`<path d="M9 6h11M9 12h11M9 18h11M4.500 6v.01M4.500 12v.01M4.500 18v.01"/>`);
export const whole = icon(svg`<path d="M14 4h6v6M20 4l-8 8M18 14v6H4V6h6"/>`);
export const chat = icon(svg`<path d="M4 6a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-6l-4 4v-4H6a2 2 0 0 1-2-2z"/>`);
