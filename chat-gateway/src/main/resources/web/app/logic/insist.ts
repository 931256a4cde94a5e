import { Problem } from './api';

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15_000;

/**
 * Asks until there is an answer, with growing pauses: what was away for a moment must not be missing until somebody reloads.
 * Null when the session has ended, after which asking is no use, or when nobody wants to know any more.
 */
export async function insist<T>(ask: () => Promise<T>, failed: () => void, wanted: () => boolean): Promise<T | null> {
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    try {
      return await ask();
    } catch (e) {
      if (e instanceof Problem && e.status === 401) {
        return null;
      }
      failed();
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
    if (!wanted()) {
      return null;
    }
  }
}
