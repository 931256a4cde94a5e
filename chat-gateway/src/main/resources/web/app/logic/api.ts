/** The gateway's API: requests of this page carry the session's cookie, and answers that refuse are RFC 9457 problems. */

export interface Balance {
  userId: string;
  planId: string | null;
  planName: string | null;
  hasSubscription: boolean;
  total: number;
  used: number;
  held: number;
  heldElsewhere: number;
  debt: number;
  remaining: number;
  low: boolean;
  periodStart: string;
  periodEnd: string;
  version: number;
}

export interface Model {
  id: string;
  name: string;
  credits: number;
}

export interface Plan {
  id: string;
  name: string;
  credits: number;
  highlights: string[];
  current: boolean;
}

/** What the gateway said when it refused. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly body: Record<string, unknown>,
  ) {
    super(typeof body.detail === 'string' ? body.detail : 'Something went wrong.');
  }

  get code(): string {
    return typeof this.body.code === 'string' ? this.body.code : 'UNKNOWN';
  }
}

async function accepted(response: Response): Promise<Response> {
  if (response.ok) {
    return response;
  }
  const body = await response.json().catch(() => ({}));
  throw new Problem(response.status, body);
}

export async function get<T>(path: string): Promise<T> {
  return (await accepted(await fetch(path))).json();
}

export async function post(path: string, body: unknown, options: RequestInit = {}): Promise<Response> {
  return accepted(
    await fetch(path, {
      ...options,
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...options.headers },
      body: JSON.stringify(body),
    }),
  );
}

/** One server-sent event; comments, by which a server says that it is still there, have no name. */
export interface ServerEvent {
  name: string | null;
  data: string;
}

/** The events of a stream as they come. */
export async function* events(response: Response): AsyncGenerator<ServerEvent> {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let unread = '';
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) {
        return;
      }
      unread += value;
      const blocks = unread.split('\n\n');
      unread = blocks.pop()!;
      for (const block of blocks) {
        yield event(block);
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

function event(block: string): ServerEvent {
  const field = (name: string) =>
    block
      .split('\n')
      .filter((line) => line.startsWith(name + ':'))
      .map((line) => line.slice(name.length + 1).replace(/^ /, ''));
  const data = field('data');
  return { name: data.length === 0 ? null : (field('event')[0] ?? 'message'), data: data.join('\n') };
}
