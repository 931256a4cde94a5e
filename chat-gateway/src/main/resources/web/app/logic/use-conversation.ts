import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { AnswerInProgress, findOutOpenEnds } from './answer-in-progress';
import { type Conversation, conversations, find, newConversation, type Turn } from './conversations';
import { draft, type } from './draft';
import { Shows } from './store';

/** The conversation that a component shows, with what is being typed and the answer that is under way. */
export class OpenConversation implements ReactiveController {
  current: Conversation = newConversation();
  /** Why the last text wasn't taken, for which it is typed again. */
  refused = '';
  /** Turns are changed in place; this counts how often. */
  changes = 0;
  private running: AnswerInProgress | null = null;
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
    return this.running !== null && this.running.conversation.id === this.current.id;
  }

  /** Shows the one with this id, or a new one. */
  open(id: string): void {
    if (id === this.current.id) {
      return;
    }
    this.refused = '';
    this.show(find(id) ?? newConversation());
  }

  private show(conversation: Conversation): void {
    this.current = conversation;
    if (!this.isBusy) {
      findOutOpenEnds(conversation, this.changed);
    }
  }

  /** Ends when the answer does; at once when another one is still under way. */
  async send(text: string, model: string): Promise<void> {
    if (!this.running) {
      type('');
      this.current.turns.push({ role: 'user', content: text });
      await this.answer(model, null);
    }
  }

  /** Another answer comes in the place of the last one, which comes back if there is none to be had. */
  async askAgain(model: string): Promise<void> {
    if (!this.running && this.current.turns.at(-1)?.role === 'assistant') {
      await this.answer(model, this.current.turns.pop()!);
    }
  }

  /** @returns whether there was something to stop */
  stop(): boolean {
    this.running?.stop();
    return this.running !== null;
  }

  private async answer(model: string, former: Turn | null): Promise<void> {
    this.refused = '';
    this.running = new AnswerInProgress(this.current, model, this.changed, former);
    this.changed();
    const refused = await this.running.result;
    this.running = null;
    if (refused) {
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
