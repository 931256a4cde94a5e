import { events, get, post, Problem } from './api';

export interface Message {
  role: 'user' | 'assistant';
  content: string;
}

/** What is asked; the id of the answer is null where this page can't know it before the gateway tells. */
export interface Request {
  model: string;
  messages: Message[];
  key: string;
  generationId: string | null;
}

/** How a request for an answer ended. What was charged is null as long as nobody knows. */
export type Outcome =
  | { kind: 'done'; charged: number; remaining: number }
  | { kind: 'failed'; code: string; text: string; charged: number | null }
  | { kind: 'refused'; problem: Problem }
  | { kind: 'stopped' }
  | { kind: 'lost' };

export interface Progress {
  /** The credits are held and the model has begun. */
  begun(generationId: string): void;
  text(more: string): void;
}

/** Asks for an answer and passes it on as it comes; never throws. */
export async function streamChat(request: Request, progress: Progress, signal: AbortSignal): Promise<Outcome> {
  const silence = new Silence(request.generationId);
  try {
    const response = await post(
      '/api/chat',
      { model: request.model, messages: request.messages },
      { signal: AbortSignal.any([signal, silence.broken]), headers: { 'Idempotency-Key': request.key } },
    );
    for await (const event of events(response)) {
      silence.ends();
      if (event.name === null) {
        continue;
      }
      const data = JSON.parse(event.data);
      switch (event.name) {
        case 'hold':
          silence.generationId = data.generationId;
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
    return e instanceof Problem && !isOfAProxy(e) ? { kind: 'refused', problem: e } : { kind: 'lost' };
  } finally {
    silence.stop();
  }
}

/** What lies between here and the gateway gives up in its own words; the model may have begun all the same. */
function isOfAProxy(problem: Problem): boolean {
  return problem.status >= 500 && problem.code === 'UNKNOWN';
}

/** A connection can break off without a word. After a long silence the gateway is asked: what has ended there won't end here any more. */
class Silence {
  private static readonly LONG = 40_000;
  private readonly abort = new AbortController();
  private timer = 0;

  constructor(public generationId: string | null) {
    this.ends();
  }

  get broken(): AbortSignal {
    return this.abort.signal;
  }

  ends(): void {
    this.stop();
    this.timer = window.setTimeout(() => void this.ask(), Silence.LONG);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = 0;
  }

  private async ask(): Promise<void> {
    const timer = this.timer;
    const end = this.generationId ? await statusOf(this.generationId).catch(() => null) : null;
    if (timer !== this.timer) {
      return;
    }
    if (end && end.status !== 'HELD') {
      this.abort.abort();
    } else {
      this.ends();
    }
  }
}

/** What became of an answer whose end this page didn't see. */
export interface End {
  status: 'SETTLED' | 'RELEASED' | 'EXPIRED' | 'HELD';
  charged: number;
}

const FIRST_PAUSE = 300;
const LONGEST_PAUSE = 60_000;
/** Longer than a hold lives. */
const LONG_ENOUGH = 20 * 60_000;
/** By then a request is at the gateway, or never comes there. */
const ARRIVED = 60_000;

/** Waits until it is known; null when it still isn't after all that time. */
export async function endOf(generationId: string): Promise<End | null> {
  let waited = 0;
  for (let pause = FIRST_PAUSE; waited < LONG_ENOUGH; pause = Math.min(LONGEST_PAUSE, pause * 1.5)) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    waited += pause;
    const end = await statusOf(generationId).catch((e) =>
      e instanceof Problem && e.status === 404 && waited > ARRIVED ? NEVER_BEGUN : null,
    );
    if (end && end.status !== 'HELD') {
      return end;
    }
  }
  return null;
}

const NEVER_BEGUN: End = { status: 'RELEASED', charged: 0 };

function statusOf(generationId: string): Promise<End> {
  return get<End>('/api/generations/' + encodeURIComponent(generationId));
}

/** {@code crypto.randomUUID} exists on secure origins only. */
export function newKey(): string {
  return hex(crypto.getRandomValues(new Uint8Array(16)));
}

/** The id that the gateway gives to the answer of this person's request with this key: a UUID of version 8, made of their SHA-256. */
export async function generationIdOf(userId: string, key: string): Promise<string | null> {
  if (!crypto.subtle) {
    return null;
  }
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key + '\n' + userId))).slice(0, 16);
  bytes[6] = (bytes[6] & 0x0f) | 0x80;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
