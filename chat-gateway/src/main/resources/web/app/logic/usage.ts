import { type Balance, get } from './api';

/** A line of the ledger, as the gateway tells it; credits are signed. */
export interface Entry {
  kind: 'GRANT' | 'LAPSE' | 'CHARGE' | 'DEBT' | 'ADJUST';
  credits: number;
  model: string | null;
  generationId: string | null;
  occurredAt: string;
  remainingAfter: number;
}

/** The entries of a period, newest first; not the whole of it when there are too many for a page. */
export interface History {
  entries: Entry[];
  whole: boolean;
}

export interface Share {
  name: string;
  credits: number;
}

const PAGE = 200;
/** Beyond that a page is no place to read it. */
const MOST_PAGES = 25;

const DAY = 86_400_000;

export async function historyOf(balance: Balance): Promise<History> {
  const start = Date.parse(balance.periodStart);
  const entries: Entry[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES; page++) {
    const from: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
    const answer = await get<{ entries: Entry[]; nextCursor: string | null }>(`/api/credits/history?limit=${PAGE}${from}`);
    // Newest in the ledger first: among them can be charges of an earlier period that were heard of late.
    const ofPeriod = answer.entries.filter((entry) => Date.parse(entry.occurredAt) >= start);
    entries.push(...ofPeriod);
    cursor = answer.nextCursor;
    if (!cursor || ofPeriod.length === 0) {
      return { entries, whole: true };
    }
  }
  return { entries, whole: false };
}

/** What answers cost; the ledger writes it as a negative number. */
export function spent(entries: Entry[]): Entry[] {
  return entries.filter((entry) => entry.model !== null && (entry.kind === 'CHARGE' || entry.kind === 'DEBT'));
}

export function sumOf(entries: Entry[]): number {
  return entries.reduce((sum, entry) => sum + entry.credits, 0);
}

/** One for each day, in UTC, from the period's beginning to today, empty days too. */
export function byDay(entries: Entry[], balance: Balance, now: number): Share[] {
  const days = new Map<string, number>();
  const last = Math.min(now, Date.parse(balance.periodEnd) - 1);
  for (let day = Math.floor(Date.parse(balance.periodStart) / DAY) * DAY; day <= last; day += DAY) {
    days.set(dayOf(day), 0);
  }
  for (const entry of spent(entries)) {
    const day = dayOf(Date.parse(entry.occurredAt));
    days.set(day, (days.get(day) ?? 0) + Math.abs(entry.credits));
  }
  return Array.from(days, ([name, credits]) => ({ name, credits }));
}

/** The most expensive first. */
export function byModel(entries: Entry[]): Share[] {
  const models = new Map<string, number>();
  for (const entry of spent(entries)) {
    models.set(entry.model!, (models.get(entry.model!) ?? 0) + Math.abs(entry.credits));
  }
  return Array.from(models, ([name, credits]) => ({ name, credits })).sort((a, b) => b.credits - a.credits);
}

/**
 * The instant at which nothing is left if it goes on as so far in this period, whatever the plan was; null when that is after the period,
 * or nothing was used. The first day counts as a whole one: a few minutes tell nothing.
 */
export function runsOut(balance: Balance, entries: Entry[], now: number): number | null {
  const charged = Math.max(-sumOf(spent(entries)), balance.used + balance.debt);
  const used = charged + balance.held;
  if (used <= 0) {
    return null;
  }
  const passed = Math.max(now - Date.parse(balance.periodStart), DAY);
  const end = now + (balance.remaining * passed) / used;
  return end < Date.parse(balance.periodEnd) ? end : null;
}

/** For a spreadsheet. A text that begins like a formula is kept from being one. */
export function csv(entries: Entry[]): string {
  const cell = (value: unknown) => {
    const text = String(value ?? '');
    return '"' + (typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? "'" + text : text).replaceAll('"', '""') + '"';
  };
  const rows = entries.map((entry) =>
    [entry.occurredAt, entry.kind, entry.credits, entry.model, entry.generationId, entry.remainingAfter].map(cell).join(','),
  );
  return ['time,kind,credits,model,generation,remaining', ...rows].join('\r\n') + '\r\n';
}

function dayOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}
