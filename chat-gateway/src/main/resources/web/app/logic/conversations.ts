import { Store } from './store';

/** A turn of a conversation as it is kept and shown. */
export interface Turn {
  role: 'user' | 'assistant';
  content: string;
  model?: string;
  /** Known before the answer is asked for, except on pages without a secure origin: there the hold tells it. */
  generationId?: string;
  /** Whether this page was told that the credits are held and the model has begun. */
  begun?: boolean;
  state?: 'waiting' | 'streaming' | 'done' | 'stopped' | 'failed' | 'lost';
  /** Null while it is being found out; missing when it can't be. */
  charged?: number | null;
  remaining?: number;
  error?: string;
}

export interface Conversation {
  id: string;
  title: string;
  turns: Turn[];
  changedAt: number;
  /** The id of whoever it belongs to; missing until it is kept for the first time. */
  owner?: string;
}

/** Conversations stay in this browser: the gateway keeps none. Each has a place of its own, so that two tabs don't overwrite each other. */
export const conversations = new Store<Conversation[]>([]);

let person = '';
const removed = new Set<string>();

/** An id may contain what separates it from the rest. */
const prefixOf = (userId: string) => `conversation:${encodeURIComponent(userId)}:`;
const keyOf = (conversation: Conversation) => prefixOf(conversation.owner ?? person) + conversation.id;

/** Shows the conversations of one person; others who use this browser have their own. */
export function openConversationsOf(userId: string): void {
  if (person !== userId) {
    person = userId;
    load();
  }
}

window.addEventListener('storage', (event) => {
  const prefix = prefixOf(person);
  if (person && event.key?.startsWith(prefix)) {
    if (event.newValue === null) {
      removed.add(event.key.slice(prefix.length));
    }
    load();
  }
});

function load(): void {
  const found = Object.keys(localStorage)
    .filter((key) => key.startsWith(prefixOf(person)))
    .map(read)
    .filter((conversation) => conversation !== null)
    .map((conversation) => ({ ...conversation, owner: person }));
  conversations.set(found.sort((a, b) => b.changedAt - a.changedAt));
}

function read(key: string): Conversation | null {
  try {
    return JSON.parse(localStorage.getItem(key)!) as Conversation;
  } catch {
    return null;
  }
}

export function newConversation(): Conversation {
  return { id: `${Date.now()}-${Math.random().toString(36).slice(2, 10)}`, title: '', turns: [], changedAt: Date.now() };
}

export function find(id: string): Conversation | undefined {
  return conversations.value.find((conversation) => conversation.id === id);
}

/** An answer that goes on keeps its conversation with its owner, whoever has logged in since, and doesn't bring a deleted one back. */
export function keep(conversation: Conversation): void {
  if (removed.has(conversation.id)) {
    return;
  }
  conversation.owner ??= person;
  conversation.title ||= titleOf(conversation);
  conversation.changedAt = Date.now();
  if (conversation.owner === person) {
    const others = conversations.value.filter((other) => other.id !== conversation.id);
    conversations.set([conversation, ...others]);
  }
  store(conversation);
}

/** A browser without room left shows the conversation all the same; it is just not there after a reload. */
function store(conversation: Conversation): void {
  try {
    localStorage.setItem(keyOf(conversation), JSON.stringify(conversation));
  } catch (e) {
    console.warn('This browser has no room left for conversations.', e);
  }
}

/** Keeps what was found out of an answer, unless another tab knows better: it may have the whole answer, or none any more. */
export function keepAnswer(conversation: Conversation, turn: Turn): void {
  if (!turn.generationId) {
    keep(conversation);
    return;
  }
  const kept = read(keyOf(conversation));
  const place = kept?.turns.findIndex((other) => other.generationId === turn.generationId) ?? -1;
  if (!kept || place < 0) {
    return;
  }
  if (kept.turns[place].state === 'done') {
    Object.assign(turn, kept.turns[place]);
    return;
  }
  kept.turns[place] = turn;
  keep({ ...kept, owner: conversation.owner });
}

export function rename(conversation: Conversation, title: string): void {
  const renamed = title.trim();
  if (renamed) {
    conversation.title = renamed;
    keep(conversation);
  }
}

export function remove(conversation: Conversation): void {
  removed.add(conversation.id);
  localStorage.removeItem(keyOf(conversation));
  conversations.set(conversations.value.filter((other) => other.id !== conversation.id));
}

function titleOf(conversation: Conversation): string {
  const first = conversation.turns.find((turn) => turn.role === 'user')?.content ?? '';
  const line = first.trim().replace(/\s+/g, ' ');
  return line.length > 48 ? line.slice(0, 47).trimEnd() + '…' : line;
}
