import { Store } from './store';

/** A turn of a conversation as it is kept and shown. */
export interface Turn {
  role: 'user' | 'assistant';
  content: string;
  model?: string;
  generationId?: string;
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
  /** Whose it is; known once it has been kept. */
  owner?: string;
}

/** Conversations stay in this browser: the gateway keeps none. Each has a place of its own, so that two tabs don't overwrite each other. */
export const conversations = new Store<Conversation[]>([]);

let owner = '';
let prefix = '';

/** Shows the conversations of one person; others who use this browser have their own. */
export function openConversationsOf(userId: string): void {
  const own = `conversation:${userId}:`;
  if (prefix !== own) {
    owner = userId;
    prefix = own;
    load();
  }
}

window.addEventListener('storage', (event) => {
  if (prefix && event.key?.startsWith(prefix)) {
    load();
  }
});

function load(): void {
  const found = Object.keys(localStorage)
    .filter((key) => key.startsWith(prefix))
    .map(read)
    .filter((conversation) => conversation !== null);
  conversations.set(found.sort((a, b) => b.changedAt - a.changedAt));
}

function read(key: string): Conversation | null {
  try {
    return { ...(JSON.parse(localStorage.getItem(key)!) as Conversation), owner };
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

/** A browser without room left shows the conversation all the same; it is just not there after a reload. */
export function keep(conversation: Conversation): void {
  // An answer may come to its end when somebody else has logged in.
  if ((conversation.owner ??= owner) !== owner) {
    return;
  }
  conversation.title ||= titleOf(conversation);
  conversation.changedAt = Date.now();
  const others = conversations.value.filter((other) => other.id !== conversation.id);
  conversations.set([conversation, ...others]);
  try {
    localStorage.setItem(prefix + conversation.id, JSON.stringify(conversation));
  } catch (e) {
    console.warn('This browser has no room left for conversations.', e);
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
  localStorage.removeItem(prefix + conversation.id);
  conversations.set(conversations.value.filter((other) => other.id !== conversation.id));
}

function titleOf(conversation: Conversation): string {
  const first = conversation.turns.find((turn) => turn.role === 'user')?.content ?? '';
  const line = first.trim().replace(/\s+/g, ' ');
  return line.length > 48 ? line.slice(0, 47).trimEnd() + '…' : line;
}
