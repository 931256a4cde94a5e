import { Store } from './store';

const KEY = 'draft';

/** What is typed and not sent. It stays in the tab, whatever happens to the page. */
export const draft = new Store(sessionStorage.getItem(KEY) ?? '');

export function type(text: string): void {
  sessionStorage.setItem(KEY, text);
  draft.set(text);
}
