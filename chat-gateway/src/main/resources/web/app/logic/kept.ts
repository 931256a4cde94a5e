/** What this browser keeps for the pages, if it does: it may have no room left, or have been told to keep nothing, when even a look throws. */
export class Kept {
  constructor(private readonly place: () => Storage) {}

  keys(): string[] {
    return this.tried(() => Object.keys(this.place())) ?? [];
  }

  get(key: string): string | null {
    return this.tried(() => this.place().getItem(key));
  }

  set(key: string, value: string): void {
    this.tried(() => this.place().setItem(key, value));
  }

  remove(key: string): void {
    this.tried(() => this.place().removeItem(key));
  }

  private tried<T>(what: () => T): T | null {
    try {
      return what();
    } catch (e) {
      console.warn('This browser keeps nothing, or has no room left.', e);
      return null;
    }
  }
}

export const inBrowser = new Kept(() => localStorage);
/** Until this tab is closed. */
export const inTab = new Kept(() => sessionStorage);
