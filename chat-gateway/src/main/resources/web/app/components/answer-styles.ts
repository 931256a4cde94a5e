import { css } from 'lit';

/** How an answer's Markdown looks. */
export const answer = css`
  .answer { overflow-wrap: anywhere; }
  .answer > * { margin: 0 0 0.875rem; }
  .answer > :last-child { margin-bottom: 0; }
  .answer h1, .answer h2, .answer h3, .answer h4, .answer h5, .answer h6 { font-size: 1.0625rem; line-height: 1.35; margin-top: 1.25rem; }
  .answer h1 { font-size: 1.25rem; }
  .answer h2 { font-size: 1.125rem; }
  .answer ul, .answer ol { padding-left: 1.5rem; }
  .answer li { margin: 0.25rem 0; }
  .answer blockquote { padding-left: 1rem; border-left: 3px solid var(--line); color: var(--muted); }
  .answer hr { border: 0; border-top: 1px solid var(--line); }
  .answer code { font: 0.875em/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
  .answer :not(pre) > code { padding: 0.125em 0.375em; border-radius: 0.375rem; background: var(--bubble); }
  .answer .code { border: 1px solid var(--line); border-radius: var(--radius); overflow: hidden; background: var(--code); }
  .answer .code-head { display: flex; justify-content: space-between; align-items: center; padding: 0.25rem 0.375rem 0.25rem 0.875rem; font-size: 0.8125rem; color: var(--muted); border-bottom: 1px solid var(--line); }
  .answer .copy-code { border: 0; background: transparent; color: var(--muted); padding: 0.25rem 0.5rem; border-radius: 0.375rem; }
  .answer .copy-code:hover { background: var(--bubble); color: var(--text); }
  .answer pre { margin: 0; padding: 0.75rem 0.875rem; overflow-x: auto; }
  .answer table { display: block; overflow-x: auto; border-collapse: collapse; font-size: 0.9375rem; }
  .answer th, .answer td { padding: 0.375rem 0.75rem; border: 1px solid var(--line); text-align: left; }
`;
