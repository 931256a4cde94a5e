import type { ReactiveControllerHost } from 'lit';
import { type Balance, events } from './api';
import { Shows, Store } from './store';

/** What is known of the balance. An old one is kept and shown as old; nothing is guessed in between. */
export type BalanceState =
  | { kind: 'loading' }
  | { kind: 'live'; balance: Balance }
  | { kind: 'offline'; balance: Balance | null; why: 'network' | 'service' }
  | { kind: 'logged-out'; balance: Balance | null };

/** The gateway sends something every 15 s; a connection that is silent for so long is broken. */
const SILENCE = 40_000;
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 30_000;
/** The longest time that a timer of browsers can wait. */
const LONGEST_TIMER = 2_147_483_647;

const store = new Store<BalanceState>({ kind: 'loading' });
let running: AbortController | null = null;
let failures = 0;
let retryTimer = 0;
let silenceTimer = 0;
let periodTimer = 0;

/** The balance, live, for a component. */
export function useCreditBalance(host: ReactiveControllerHost): Shows<BalanceState> {
  return new Shows(host, store);
}

export function balanceState(): BalanceState {
  return store.value;
}

/** The balance that was last known, however old. */
export function lastBalance(): Balance | null {
  return store.value.kind === 'loading' ? null : store.value.balance;
}

/** Follows the balance as long as the page is open. A page that nobody sees follows nothing: browsers allow few connections. */
export function followBalance(): void {
  document.addEventListener('visibilitychange', () => (document.hidden ? pause() : connect()));
  window.addEventListener('online', () => {
    failures = 0;
    connect();
  });
  window.addEventListener('offline', () => {
    pause();
    lost('network');
  });
  connect();
}

/** Asks anew and at once; a page that nobody sees does when it is seen again. */
export function connect(): void {
  pause();
  if (document.hidden) {
    return;
  }
  running = new AbortController();
  void follow(running);
}

function pause(): void {
  running?.abort();
  running = null;
  clearTimeout(retryTimer);
  clearTimeout(silenceTimer);
}

async function follow(mine: AbortController): Promise<void> {
  let why: 'network' | 'service' = 'network';
  try {
    heard(mine);
    const response = await fetch('/api/credits/stream', { signal: mine.signal });
    if (response.status === 401) {
      pause();
      store.set({ kind: 'logged-out', balance: lastBalance() });
      return;
    }
    why = 'service';
    if (response.ok) {
      let signs = 0;
      for await (const event of events(response)) {
        if (mine !== running) {
          return;
        }
        heard(mine);
        // A stream that begins well and ends at once, again and again, is a failure too.
        failures = ++signs > 1 ? 0 : failures;
        if (event.name === 'balance') {
          take(JSON.parse(event.data));
        }
      }
    }
  } catch {
    // Broken off, or never begun; what to do is the same as after an orderly end.
  }
  if (mine === running) {
    retry(why);
  }
}

function heard(mine: AbortController): void {
  clearTimeout(silenceTimer);
  silenceTimer = window.setTimeout(() => {
    if (mine === running) {
      // What broke off unnoticed is no orderly end: nobody knows since when the balance is old.
      failures = Math.max(failures, 1);
      retry('network');
    }
  }, SILENCE);
}

/** An older balance never replaces a newer one of the same person. */
function take(balance: Balance): void {
  const known = lastBalance();
  if (known && known.userId === balance.userId && known.version > balance.version) {
    store.set({ kind: 'live', balance: known });
    return;
  }
  store.set({ kind: 'live', balance });
  clearTimeout(periodTimer);
  const rest = Date.parse(balance.periodEnd) - Date.now() + 1000;
  if (rest > 0) {
    periodTimer = window.setTimeout(connect, Math.min(rest, LONGEST_TIMER));
  }
}

/** Streams end in good order too (a restart, a token's end): the first try again is silent and quick. */
function retry(why: 'network' | 'service'): void {
  pause();
  failures += 1;
  if (failures > 1) {
    lost(navigator.onLine ? why : 'network');
  }
  const pauseTime = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (failures - 1));
  retryTimer = window.setTimeout(connect, pauseTime * (0.5 + Math.random() / 2));
}

/** Whoever has to log in again has to do so without a network, too. */
function lost(why: 'network' | 'service'): void {
  if (store.value.kind === 'logged-out') {
    return;
  }
  store.set({ kind: 'offline', balance: lastBalance(), why });
}
