import { inBrowser } from './kept';
import { Store } from './store';

/** A turn of a conversation as it is kept and shown. */
export interface Turn {
  role: 'user' | 'assistant';
  content: string;
  /** Of an answer, by which other tabs know it again. */
  id?: string;
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
  /** What came after it was stopped: not shown, but paid for. */
  rest?: string;
  /** The answer in whose place this one was asked for, as long as it may come back: it was paid for. */
  former?: Turn;
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

window.addEventListener('storage', ({ key, newValue }) => {
  const prefix = prefixOf(person);
  if (person && key?.startsWith(prefix)) {
    const id = key.slice(prefix.length);
    if (newValue === null) {
      removed.add(id);
    } else {
      removed.delete(id);
    }
    load();
  }
});

function load(): void {
  const found = inBrowser
    .keys()
    .filter((key) => key.startsWith(prefixOf(person)))
    .map(read)
    .filter((conversation) => conversation !== null)
    .map((conversation) => ({ ...conversation, owner: person }));
  conversations.set(found.sort((a, b) => b.changedAt - a.changedAt));
}

function read(key: string): Conversation | null {
  try {
    return JSON.parse(inBrowser.get(key)!) as Conversation;
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

/**
 * An answer that goes on keeps its conversation with its owner, whoever has logged in since, and doesn't bring a deleted one back. A browser
 * without room left shows the conversation all the same; it is just not there after a reload.
 */
export function keep(conversation: Conversation): void {
  if (removed.has(conversation.id)) {
    return;
  }
  conversation.owner ??= person;
  conversation.title ||= titleOf(conversation);
  conversation.changedAt = Math.max(Date.now(), conversation.changedAt + 1);
  if (conversation.owner === person) {
    const others = conversations.value.filter((other) => other.id !== conversation.id);
    conversations.set([conversation, ...others]);
  }
  inBrowser.set(keyOf(conversation), JSON.stringify(conversation));
}

/** Whoever asks something in a conversation wants it, though nothing was left of it, or it was deleted in another tab. */
export function goOnWith(conversation: Conversation): void {
  removed.delete(conversation.id);
  keep(conversation);
}

/**
 * Keeps an answer as this page has it from the gateway, and leaves all else as another tab may have changed it meanwhile. One that brought
 * nothing and cost nothing gives its place back to the one that was there before.
 */
export function keepAnswer(conversation: Conversation, turn: Turn): void {
  const stands = standing(turn);
  exchange(conversation, turn, stands);
  const kept = read(keyOf(conversation));
  const place = kept ? placeOf(turn, kept) : -1;
  if (kept && place >= 0) {
    kept.turns[place] = stands;
    keep({ ...kept, owner: conversation.owner });
  } else if (kept && !kept.turns.some(({ former }) => former && former.id === turn.id)) {
    keep(conversation);
  }
}

/** Keeps what was found out of an answer, unless another tab knows better: it may have the whole answer, or none any more. */
export function keepFinding(conversation: Conversation, turn: Turn): void {
  const kept = read(keyOf(conversation));
  const known = kept?.turns[placeOf(turn, kept)];
  if (typeof known?.charged === 'number') {
    delete turn.former;
    Object.assign(turn, known);
  } else if (known) {
    keepAnswer(conversation, turn);
  } else {
    exchange(conversation, turn, standing(turn));
  }
}

function placeOf({ id }: Turn, { turns }: Conversation): number {
  return id ? turns.findIndex((other) => other.id === id) : -1;
}

/** What stands in the place of an answer of which nothing more comes: it, or the one before if this one cost nothing. */
export function standing(turn: Turn): Turn {
  const { former, charged } = turn;
  if (charged === 0 && former) {
    return former;
  }
  if (typeof charged === 'number') {
    delete turn.former;
  }
  return turn;
}

export function exchange(conversation: Conversation, turn: Turn, other: Turn): void {
  const place = conversation.turns.indexOf(turn);
  if (place >= 0) {
    conversation.turns[place] = other;
  }
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
  inBrowser.remove(keyOf(conversation));
  conversations.set(conversations.value.filter((other) => other.id !== conversation.id));
}

function titleOf(conversation: Conversation): string {
  const first = conversation.turns.find((turn) => turn.role === 'user')?.content ?? '';
  const line = first.trim().replace(/\s+/g, ' ');
  return line.length > 48 ? line.slice(0, 47).trimEnd() + '…' : line;
}
