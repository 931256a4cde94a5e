import { Store } from './store';

/** Where something happens that isn't seen: a conversation is being answered, or has an answer that nobody has looked at. */
export type Attention = 'answering' | 'unread';

/** By conversation; of this page, for other tabs have their own. */
export const attention = new Store<ReadonlyMap<string, Attention>>(new Map());

export function mark(conversation: string, as: Attention | null): void {
  const marks = new Map(attention.value);
  if (as) {
    marks.set(conversation, as);
  } else {
    marks.delete(conversation);
  }
  attention.set(marks);
}
