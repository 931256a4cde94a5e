import { css } from 'lit';

/** What all components share: controls, focus, and text for those who hear the page. */
export const shared = css`
  /* With a place of its own, so that what only those hear who hear the page lies within and doesn't make the page longer. */
  :host { display: block; position: relative; }
  *, *::before, *::after { box-sizing: border-box; }
  button, select, textarea, input { font: inherit; color: inherit; }
  button { cursor: pointer; }
  button:disabled { cursor: not-allowed; opacity: 0.6; }
  a { color: var(--accent); }
  :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
  h1, h2, h3, p { margin: 0; }
  .hidden {
    position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
  }
  .primary, .secondary {
    display: inline-flex; align-items: center; justify-content: center; gap: 0.5rem; min-height: 2.5rem; padding: 0.375rem 1rem;
    border-radius: 0.625rem; border: 1px solid transparent; font-weight: 600; text-decoration: none; line-height: 1.3;
  }
  .primary { background: var(--accent); color: var(--on-accent); }
  .primary:hover:not(:disabled) { filter: brightness(1.08); }
  .secondary { background: transparent; border-color: var(--control); color: var(--text); }
  .secondary:hover:not(:disabled) { background: var(--bubble); }
  .quiet {
    display: inline-flex; align-items: center; justify-content: center; gap: 0.375rem; min-width: 2rem; min-height: 2rem;
    padding: 0.25rem 0.5rem; border: 0; border-radius: 0.5rem; background: transparent; color: var(--muted); font-size: 0.875rem;
    text-decoration: none;
  }
  .quiet:hover { background: var(--bubble); color: var(--text); }
  @keyframes beat { to { opacity: 0.25; } }
  svg { width: 1.125rem; height: 1.125rem; flex: none; }
`;
