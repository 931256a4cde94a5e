import { inTab } from './kept';
import { Store } from './store';

const KEY = 'draft';

/** What is typed and not sent. It stays in the tab, whatever happens to the page. */
export const draft = new Store(inTab.get(KEY) ?? '');

export function type(text: string): void {
  draft.set(text);
  inTab.set(KEY, text);
}
