import type { Balance } from './api';
import { inBrowser } from './kept';
import { Store } from './store';
import { credits, day } from './words';

/** That somebody has another plan than before, until they go on. */
export const planNews = new Store('');

const known = new Map<string, string>();

/** However it came about: a choice here, the operator's checkout, an admin. This browser remembers it, for a checkout leaves the page. */
export function noticePlan({ userId, planId, planName, remaining, periodEnd }: Balance): void {
  const key = `plan:${userId}`;
  const before = known.get(key) ?? inBrowser.get(key);
  const now = planId ?? '';
  known.set(key, now);
  if (before === now) {
    return;
  }
  inBrowser.set(key, now);
  if (before !== null && now !== '') {
    planNews.set(`You are on ${planName ?? now} now: ${credits(remaining)}, and new ones on ${day(periodEnd)}.`);
  }
}
