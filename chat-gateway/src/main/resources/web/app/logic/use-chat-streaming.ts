import { events, get, post, Problem } from './api';

export interface Message {
  role: 'user' | 'assistant';
  content: string;
}

/** How a request for an answer ended. What was charged is null as long as nobody knows. */
export type Outcome =
  | { kind: 'done'; charged: number; remaining: number }
  | { kind: 'failed'; code: string; text: string; charged: number | null }
  | { kind: 'refused'; problem: Problem }
  | { kind: 'stopped' }
  | { kind: 'lost' };

export interface Progress {
  /** The credits are held and the model has begun; from now on the answer can be asked for by its id. */
  begun(generationId: string): void;
  text(more: string): void;
}

/** Asks for an answer and passes it on as it comes; never throws. */
export async function streamChat(
  model: string,
  messages: Message[],
  progress: Progress,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    const response = await post('/api/chat', { model, messages }, { signal, headers: { 'Idempotency-Key': newKey() } });
    for await (const event of events(response)) {
      if (event.name === null) {
        continue;
      }
      const data = JSON.parse(event.data);
      switch (event.name) {
        case 'hold':
          progress.begun(data.generationId);
          break;
        case 'delta':
          progress.text(data.text);
          break;
        case 'receipt':
          return { kind: 'done', charged: data.charged, remaining: data.remaining };
        case 'error':
          return { kind: 'failed', code: data.code, text: data.detail, charged: data.charged };
      }
    }
    return { kind: 'lost' };
  } catch (e) {
    if (signal.aborted) {
      return { kind: 'stopped' };
    }
    return e instanceof Problem ? { kind: 'refused', problem: e } : { kind: 'lost' };
  }
}

/** What became of an answer whose end this page didn't see. */
export interface End {
  status: 'SETTLED' | 'RELEASED' | 'EXPIRED' | 'HELD';
  charged: number;
}

const PAUSES = [300, 500, 1000, 1000, 2000, 2000, 5000, 5000, 10_000, 10_000, 20_000, 30_000, 60_000, 60_000];

/** Waits until it is known; null when it still isn't after some minutes. */
export async function endOf(generationId: string): Promise<End | null> {
  for (const pause of PAUSES) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    const end = await get<End>('/api/generations/' + encodeURIComponent(generationId)).catch(() => null);
    if (end && end.status !== 'HELD') {
      return end;
    }
  }
  return null;
}

/** {@code crypto.randomUUID} exists on secure origins only. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
