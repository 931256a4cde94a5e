import { type Conversation, exchange, goOnWith, keep, keepAnswer, keepFinding, remove, standing, type Turn } from './conversations';
import { connect, lastBalance } from './use-credit-balance';
import { type End, endOf, generationIdOf, type Message, newKey, type Outcome, streamChat } from './use-chat-streaming';

/** A request that brought no answer: text that was typed for it goes back to where it was typed. */
export interface Refused {
  text: string;
  why: string;
}

/**
 * The key of each request is its own: a browser or a proxy that got no answer has sent it once more, and this is the answer to the copy. The
 * first one goes on, and is charged.
 */
const TWICE = ['GENERATION_IN_PROGRESS', 'GENERATION_ENDED'];

/** Those that come to this page now, seen or unseen. */
const coming = new Set<AnswerInProgress>();

/** What has come so far is kept when the page goes; how it ended is found out by the next one. */
window.addEventListener('pagehide', () => coming.forEach((answer) => answer.leave()));
window.addEventListener('pageshow', ({ persisted }) => {
  if (persisted && coming.size > 0) {
    location.reload();
  }
});

/** An answer that is being written into a conversation: what comes is shown, and whatever happens its cost is found out. */
export class AnswerInProgress {
  /** Null when there was an answer, or the beginning of one. */
  readonly result: Promise<Refused | null>;
  private readonly abort = new AbortController();
  /** Of the request, and of the turn, by which other tabs know it again. */
  private readonly key = newKey();
  private readonly turn: Turn;
  /** What came after it was stopped. */
  private unseen = '';
  private isLeft = false;
  private letGo = (): void => {};

  /** @param former the answer in whose place this one is asked for; it comes back when this one costs nothing and brings nothing */
  constructor(
    readonly conversation: Conversation,
    private readonly model: string,
    private readonly changed: () => void,
    private readonly former: Turn | null = null,
  ) {
    const messages = said(conversation.turns);
    this.turn = { role: 'assistant', content: '', id: this.key, model, state: 'waiting', former: paidFor(former) };
    conversation.turns.push(this.turn);
    goOnWith(conversation);
    const whenStopped = new Promise<null>((resolve) => (this.letGo = () => resolve(null)));
    this.result = Promise.race([this.run(messages), whenStopped]);
  }

  /**
   * Shows no more of it. Once the model has begun, it goes on and what it costs stays: then the rest is taken in unseen, for it is paid for.
   */
  stop(): void {
    const { turn } = this;
    if (!turn.begun) {
      this.abort.abort();
      return;
    }
    turn.state = 'stopped';
    turn.charged = null;
    keepAnswer(this.conversation, turn);
    this.letGo();
    this.changed();
  }

  /** Keeps what there is of it. */
  leave(): void {
    this.isLeft = true;
    this.keepUnseen();
    keepAnswer(this.conversation, this.turn);
  }

  private keepUnseen(): void {
    this.turn.rest = this.unseen || undefined;
  }

  /** Whether this is how it comes. */
  isOf({ id }: Turn): boolean {
    return id === this.key;
  }

  private async run(messages: Message[]): Promise<Refused | null> {
    const { conversation, turn, key } = this;
    coming.add(this);
    const generationId = await generationIdOf(lastBalance()?.userId ?? '', key);
    if (generationId) {
      this.named(generationId);
    }
    const outcome = await streamChat(
      { model: this.model, messages, key, generationId },
      {
        begun: (generationId) => {
          turn.begun = true;
          this.named(generationId);
        },
        text: (more) => {
          if (turn.state === 'stopped') {
            this.unseen += more;
            return;
          }
          turn.state = 'streaming';
          turn.content += more;
          this.changed();
        },
      },
      this.abort.signal,
    );
    if (this.isLeft) {
      return null;
    }
    coming.delete(this);
    this.keepUnseen();
    const refused = this.take(outcome);
    if (conversation.turns.length === 0) {
      // What it was named after isn't asked any more.
      conversation.title = '';
      remove(conversation);
    } else if (conversation.turns.includes(turn)) {
      keepAnswer(conversation, turn);
    } else {
      keep(conversation);
    }
    if (turn.charged === null) {
      void findOut(conversation, turn, this.changed);
    }
    this.changed();
    return refused;
  }

  private named(generationId: string): void {
    if (this.turn.generationId !== generationId) {
      this.turn.generationId = generationId;
      keepAnswer(this.conversation, this.turn);
    }
  }

  private take(outcome: Outcome): Refused | null {
    const { turn } = this;
    if (outcome.kind === 'done') {
      turn.state = turn.state === 'stopped' ? 'stopped' : 'done';
      delete turn.former;
      turn.charged = outcome.charged;
      turn.remaining = outcome.remaining;
      return null;
    }
    if (outcome.kind === 'stopped' || turn.state === 'stopped') {
      turn.state = 'stopped';
      turn.charged = outcome.kind === 'failed' ? outcome.charged : null;
      return null;
    }
    switch (outcome.kind) {
      case 'failed':
        return this.failed(outcome.text, outcome.charged);
      case 'lost':
        return this.brokeOff();
      case 'refused':
        return this.refused(outcome.problem.status, outcome.problem.code, outcome.problem.message);
    }
  }

  private brokeOff(): Refused | null {
    return this.failed('The connection broke off.', null);
  }

  private failed(text: string, charged: number | null): Refused | null {
    const { conversation, turn } = this;
    turn.charged = charged;
    const stands = standing(turn);
    if (stands !== turn) {
      exchange(conversation, turn, stands);
      return { text: '', why: `${withoutCost(text)} Not charged.` };
    }
    turn.state = 'failed';
    // The page says the cost itself, of every answer alike.
    turn.error = withoutCost(text);
    return null;
  }

  /** Before the model began. A provider that failed is shown as a failed answer; everything else gives the text back. */
  private refused(status: number, code: string, text: string): Refused | null {
    if (code === 'PROVIDER_FAILED' || code === 'PROVIDER_TIMEOUT') {
      return this.failed(text, 0);
    }
    if (TWICE.includes(code)) {
      return this.brokeOff();
    }
    connect();
    const why = status === 402 || status === 401 ? '' : text;
    if (this.former) {
      exchange(this.conversation, this.turn, standing(this.former));
      return { text: '', why };
    }
    const { turns } = this.conversation;
    turns.splice(turns.indexOf(this.turn), 1);
    const question = turns.at(-1)?.role === 'user' ? turns.pop()! : null;
    return { text: question?.content ?? '', why };
  }
}

/** Goes on to find out what an earlier page left open: the end of an answer, or what one cost. */
export function findOutOpenEnds(conversation: Conversation, changed: () => void): void {
  const isComing = (turn: Turn) => [...coming].some((answer) => answer.isOf(turn));
  for (const turn of conversation.turns.filter((turn) => turn.role === 'assistant' && !isComing(turn))) {
    if (turn.state === 'waiting' || turn.state === 'streaming') {
      // Another tab may be writing it; then it will be there as soon as that one is done.
      turn.state = 'lost';
      turn.error = 'This answer went to a page that was closed, or that is open in another tab.';
      turn.charged = null;
    }
    if (turn.charged === null) {
      void findOut(conversation, turn, changed);
    }
  }
}

/** In milliseconds: by then what one tab has kept is seen by all. */
const GRACE = 1000;

const ends = new Map<string, Promise<End | null>>();

/** Asks the gateway, once for each answer, what one cost whose end nobody saw here. */
async function findOut(conversation: Conversation, turn: Turn, changed: () => void): Promise<void> {
  const id = turn.generationId;
  if (id && !ends.has(id)) {
    ends.set(id, endOf(id));
  }
  const end = id ? await ends.get(id) : null;
  turn.charged = end?.charged;
  if (turn.state === 'lost') {
    // A tab that has the answer itself keeps it at the same moment, and that is better than this.
    await new Promise((resolve) => setTimeout(resolve, GRACE));
  }
  // Without an id another tab may be about to know more.
  if (id) {
    keepFinding(conversation, turn);
  }
  changed();
}

/** The answer that was there before; not one that failed, but the one before that, which was to come back itself. */
function paidFor(former: Turn | null): Turn | undefined {
  return former?.content && former.state !== 'failed' ? former : former?.former;
}

function withoutCost(text: string): string {
  return text.replace(/ ?This request was not charged\.$/, '');
}

/** What the model is told: failed answers were never said. */
function said(turns: Turn[]): Message[] {
  return turns
    .filter((turn) => turn.content.trim() !== '' && turn.state !== 'failed' && turn.state !== 'lost')
    .map(({ role, content }) => ({ role, content }));
}
