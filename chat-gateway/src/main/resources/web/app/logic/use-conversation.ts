import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { AnswerInProgress, findOutOpenEnds } from './answer-in-progress';
import { mark } from './attention';
import { type Conversation, conversations, find, keepAnswer, newConversation, type Turn } from './conversations';
import { draft, type } from './draft';
import { Shows } from './store';

/** The conversation that a component shows, with what is being typed and the answers that are under way, here and in others. */
export class OpenConversation implements ReactiveController {
  current: Conversation = newConversation();
  /** Why the last text wasn't taken, for which it is typed again. */
  refused = '';
  /** Turns are changed in place; this counts how often. */
  changes = 0;
  /** By conversation: each can have one. */
  private readonly running = new Map<string, AnswerInProgress>();
  private readonly typed: Shows<string>;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
    this.typed = new Shows(host, draft);
    new Shows(host, conversations);
  }

  hostConnected(): void {}

  /** Another tab may have gone on with it. */
  hostUpdate(): void {
    const kept = find(this.current.id);
    if (kept && kept !== this.current && kept.changedAt > this.current.changedAt && !this.isBusy) {
      this.show(kept);
    }
  }

  get draft(): string {
    return this.typed.value;
  }

  get isBusy(): boolean {
    return this.running.has(this.current.id);
  }

  /** Shows the one with this id, or a new one. */
  open(id: string): void {
    if (id === this.current.id) {
      return;
    }
    this.refused = '';
    if (!this.running.has(id)) {
      mark(id, null);
    }
    this.show(this.running.get(id)?.conversation ?? find(id) ?? newConversation());
  }

  private show(conversation: Conversation): void {
    this.current = conversation;
    if (!this.isBusy) {
      findOutOpenEnds(conversation, this.changed);
    }
  }

  /** Ends when the answer does; at once when one is still under way here. */
  async send(text: string, model: string): Promise<void> {
    if (!this.isBusy) {
      type('');
      this.current.turns.push({ role: 'user', content: text });
      await this.answer(model, null);
    }
  }

  /** Another answer comes in the place of the last one, which comes back if there is none to be had. */
  async askAgain(model: string): Promise<void> {
    if (!this.isBusy && this.current.turns.at(-1)?.role === 'assistant') {
      await this.answer(model, this.current.turns.pop()!);
    }
  }

  /** Shows all of an answer that was stopped. */
  showRest(turn: Turn): void {
    turn.content += turn.rest ?? '';
    delete turn.rest;
    // Without a receipt the page was closed before all of it had come.
    turn.state = turn.remaining === undefined ? 'stopped' : 'done';
    keepAnswer(this.current, turn);
    this.changed();
  }

  /** @returns whether there was something to stop here; what is under way elsewhere isn't seen */
  stop(): boolean {
    const answer = this.running.get(this.current.id);
    answer?.stop();
    return answer !== undefined;
  }

  private async answer(model: string, former: Turn | null): Promise<void> {
    const { current } = this;
    this.refused = '';
    const answer = new AnswerInProgress(current, model, this.changed, former);
    this.running.set(current.id, answer);
    mark(current.id, 'answering');
    this.changed();
    const refused = await answer.result;
    this.running.delete(current.id);
    mark(current.id, this.current.id === current.id ? null : 'unread');
    // Why another conversation is as it was before is no matter of this one; a text that comes back is.
    if (refused && (refused.text || this.current.id === current.id)) {
      type([refused.text, this.draft].filter(Boolean).join('\n'));
      this.refused = refused.why;
    }
    this.changed();
  }

  private readonly changed = (): void => {
    this.changes += 1;
    this.host.requestUpdate();
  };
}

export function useConversation(host: ReactiveControllerHost): OpenConversation {
  return new OpenConversation(host);
}
