import DOMPurify from 'dompurify';
import { Marked, type Tokens } from 'marked';

/**
 * Answers as HTML. A model can be talked into writing anything: its own HTML is shown as text, images are left out (their address would
 * tell others what was said), and what is left passes a sanitiser.
 */
const marked = new Marked({
  gfm: true,
  breaks: true,
  async: false,
  renderer: {
    html: (token: Tokens.HTML | Tokens.Tag) => escaped(token.text),
    image: (token: Tokens.Image) => escaped(token.text),
    code: (token: Tokens.Code) =>
      `<div class="code"><div class="code-head"><span>${escaped(token.lang ?? '')}</span>` +
      `<button type="button" class="copy-code">Copy</button></div>` +
      `<pre tabindex="0"><code>${escaped(token.text)}</code></pre></div>`,
  },
});

DOMPurify.addHook('afterSanitizeAttributes', (node) => {
  if (node.tagName === 'A') {
    node.setAttribute('target', '_blank');
    node.setAttribute('rel', 'noopener noreferrer');
  }
});

const ALLOWED = {
  ALLOWED_TAGS: [
    'p', 'br', 'hr', 'strong', 'em', 'del', 'a', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li', 'div', 'span', 'button',
    'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'table', 'thead', 'tbody', 'tr', 'th', 'td',
  ],
  ALLOWED_ATTR: ['href', 'title', 'class', 'type', 'start', 'align', 'tabindex', 'target', 'rel'],
  // The rule for addresses is for addresses only.
  ADD_URI_SAFE_ATTR: ['tabindex', 'start', 'align', 'type'],
  ALLOWED_URI_REGEXP: /^(?:https?:|mailto:)/i,
};

export function toHtml(markdown: string): string {
  return DOMPurify.sanitize(marked.parse(markdown) as string, ALLOWED);
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
