import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { openConversationsOf } from './conversations';
import { type } from './draft';
import { inTab } from './kept';
import { needNameOf } from './me';
import { needModels } from './models';
import { noticePlan, planNews } from './plan-news';
import { type BalanceState, followBalance, useCreditBalance } from './use-credit-balance';
import type { Shows } from './store';

const OPEN = 'open';
const PERSON = 'person';

let follows = false;

/** Who is here and which conversation is open, for the element at the top of a page. */
export class ChatSession implements ReactiveController {
  /** The id of the open conversation; empty for a new one. */
  open = '';
  private person = '';
  private readonly credit: Shows<BalanceState>;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
    this.credit = useCreditBalance(host);
  }

  /** Whether to ask for the login: the first, or one again after the session has ended in the middle of things. */
  get login(): 'unknown' | 'none' | 'first' | 'again' {
    const { kind } = this.credit.value;
    if (kind !== 'logged-out') {
      return kind === 'loading' ? 'unknown' : 'none';
    }
    return this.person === '' ? 'first' : 'again';
  }

  hostConnected(): void {
    if (!follows) {
      follows = true;
      followBalance();
    }
  }

  hostUpdate(): void {
    const state = this.credit.value;
    if (state.kind === 'live') {
      this.welcome(state.balance.userId);
      noticePlan(state.balance);
      void needModels();
    }
  }

  /** After a reload, and after a login in the middle of it, the same conversation is there again. */
  opened(id: string): void {
    this.open = id;
    inTab.set(OPEN, id);
    this.host.requestUpdate();
  }

  private welcome(person: string): void {
    if (this.person === person) {
      return;
    }
    this.person = person;
    openConversationsOf(person);
    void needNameOf(person);
    planNews.set('');
    if ((inTab.get(PERSON) ?? person) === person) {
      this.open = inTab.get(OPEN) ?? '';
    } else {
      // Somebody else was here before; what they had open and what they typed is theirs.
      this.opened('');
      type('');
    }
    inTab.set(PERSON, person);
  }
}

export function useChatSession(host: ReactiveControllerHost): ChatSession {
  return new ChatSession(host);
}
