import { type Balance, get } from './api';

/** An amount of credits for a period; `remaining` is what it adds to the balance, negative when it owes more than it has. */
export interface Grant {
  source: string;
  state: 'ACTIVE' | 'SET_ASIDE' | 'ENDED';
  planName: string | null;
  start: string;
  end: string;
  granted: number;
  used: number;
  held: number;
  debt: number;
  remaining: number;
}

/** Credits set aside for an answer under way; those held elsewhere take nothing from the balance. */
export interface OpenHold {
  generationId: string;
  model: string | null;
  credits: number;
  heldElsewhere: number;
  heldAt: string;
  expiresAt: string;
}

/** How a balance comes about, all as of one moment. */
export interface Explanation {
  balance: Balance;
  grants: Grant[];
  holds: OpenHold[];
  heldByOthers: number;
}

export function explain(): Promise<Explanation> {
  return get<Explanation>('/api/credits/explanation');
}

/** What people call a grant. */
export function nameOfGrant(grant: Grant): string {
  if (grant.source === 'PLAN') {
    return grant.planName ?? 'Without a plan';
  }
  return grant.source === 'ADJUSTMENT' ? 'Given in addition' : grant.source;
}
