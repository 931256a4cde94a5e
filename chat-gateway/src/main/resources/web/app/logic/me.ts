import { get } from './api';
import { insist } from './insist';
import { Store } from './store';

/** What the identity provider calls whoever is logged in; empty as long as that isn't known. */
export const myName = new Store('');

let asked = '';

/** For the person with this id. */
export async function needNameOf(userId: string): Promise<void> {
  asked = userId;
  myName.set('');
  const me = await insist(() => get<{ userId: string; name: string }>('/api/me'), () => {}, () => asked === userId);
  if (me?.userId === userId && asked === userId) {
    myName.set(me.name);
  }
}
