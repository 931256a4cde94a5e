import { css } from 'lit';

/** Colours, sizes and the font, for whatever stands at the top: all else inherits them. Light or dark is what the page around says. */
export const theme = css`
  :host {
    --bg: light-dark(#ffffff, #17181c);
    --side: light-dark(#f6f6f8, #111215);
    --raised: light-dark(#ffffff, #1f2026);
    --bubble: light-dark(#eef1f8, #282b34);
    --code: light-dark(#f4f5f8, #101115);
    --text: light-dark(#1c1d21, #ececf1);
    --muted: light-dark(#5b5f6b, #a6aab6);
    --line: light-dark(#e2e4ea, #2f323b);
    --control: light-dark(#8a8f9c, #6f7482);
    --accent: light-dark(#2f5bd8, #93abff);
    --on-accent: light-dark(#ffffff, #10131c);
    --warn-bg: light-dark(#fff4df, #33270f);
    --warn: light-dark(#7a4300, #ffd08a);
    --bad-bg: light-dark(#fdeceb, #3a1c1b);
    --bad: light-dark(#a3211a, #ffb4ab);
    --radius: 0.75rem;
    --column: 46rem;
    background: var(--bg);
    color: var(--text);
    font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  }
`;
