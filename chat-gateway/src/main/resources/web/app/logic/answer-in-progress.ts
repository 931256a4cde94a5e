import { type Conversation, keep, remove, type Turn } from './conversations';
import { connect } from './use-credit-balance';
import { endOf, type Message, type Outcome, streamChat } from './use-chat-streaming';

/** A request that was refused before anything was said: the text goes back to where it was typed. */
export interface Refused {
  text: string;
  why: string;
}

/** An answer that is being written into a conversation: what comes is shown, and whatever happens its cost is found out. */
export class AnswerInProgress {
  /** Null when there was an answer, or the beginning of one. */
  readonly result: Promise<Refused | null>;
  private readonly abort = new AbortController();
  private readonly turn: Turn;

  constructor(
    readonly conversation: Conversation,
    private readonly model: string,
    private readonly changed: () => void,
  ) {
    const messages = said(conversation.turns);
    this.turn = { role: 'assistant', content: '', model, state: 'waiting' };
    conversation.turns.push(this.turn);
    keep(conversation);
    this.result = this.run(messages);
  }

  /** Shows no more of it. The model goes on, and what it costs stays. */
  stop(): void {
    this.abort.abort();
  }

  private async run(messages: Message[]): Promise<Refused | null> {
    const { conversation, turn } = this;
    const outcome = await streamChat(
      this.model,
      messages,
      {
        begun: (generationId) => {
          turn.generationId = generationId;
          keep(conversation);
        },
        text: (more) => {
          turn.state = 'streaming';
          turn.content += more;
          this.changed();
        },
      },
      this.abort.signal,
    );
    const refused = this.take(outcome);
    if (conversation.turns.length > 0) {
      keep(conversation);
    } else {
      remove(conversation);
    }
    this.changed();
    return refused;
  }

  private take(outcome: Outcome): Refused | null {
    const { turn } = this;
    switch (outcome.kind) {
      case 'done':
        turn.state = 'done';
        turn.charged = outcome.charged;
        turn.remaining = outcome.remaining;
        return null;
      case 'failed':
        this.failed(outcome.text, outcome.charged);
        return null;
      case 'stopped':
        turn.state = 'stopped';
        turn.charged = null;
        void findOut(this.conversation, turn, this.changed);
        return null;
      case 'lost':
        this.failed('The connection broke off.', null);
        return null;
      case 'refused':
        return this.refused(outcome.problem.status, outcome.problem.code, outcome.problem.message);
    }
  }

  private failed(text: string, charged: number | null): void {
    this.turn.state = 'failed';
    // The page says the cost itself, of every answer alike.
    this.turn.error = text.replace(/ ?Nothing was charged\.$/, '');
    this.turn.charged = charged;
    if (charged === null) {
      void findOut(this.conversation, this.turn, this.changed);
    }
  }

  /** Before the model began. A provider that failed is shown as a failed answer; everything else gives the text back. */
  private refused(status: number, code: string, text: string): Refused | null {
    if (code === 'PROVIDER_FAILED' || code === 'PROVIDER_TIMEOUT') {
      this.failed(text, 0);
      return null;
    }
    const { turns } = this.conversation;
    turns.splice(turns.indexOf(this.turn), 1);
    const question = turns.at(-1)?.role === 'user' ? turns.pop()! : null;
    connect();
    return { text: question?.content ?? '', why: status === 402 || status === 401 ? '' : text };
  }

}

/** An answer whose page was closed, or loaded anew, before its end. */
export function isAbandoned(turn: Turn): boolean {
  return turn.state === 'waiting' || turn.state === 'streaming';
}

export function abandoned(conversation: Conversation, turn: Turn, changed: () => void): void {
  turn.state = 'lost';
  turn.error = 'This page was closed before the answer was complete.';
  turn.charged = null;
  void findOut(conversation, turn, changed);
}

/** Asks the gateway what an answer cost whose end nobody saw here. */
async function findOut(conversation: Conversation, turn: Turn, changed: () => void): Promise<void> {
  const end = turn.generationId ? await endOf(turn.generationId) : null;
  turn.charged = end?.charged;
  keep(conversation);
  changed();
}

/** What the model is told: failed answers were never said. */
function said(turns: Turn[]): Message[] {
  return turns
    .filter((turn) => turn.content.trim() !== '' && turn.state !== 'failed' && turn.state !== 'lost')
    .map(({ role, content }) => ({ role, content }));
}
