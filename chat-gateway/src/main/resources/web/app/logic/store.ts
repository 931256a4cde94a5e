import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Something that is shown in several places at once; whoever shows it is drawn anew when it changes. */
export class Store<T> {
  private readonly listeners = new Set<() => void>();

  constructor(private current: T) {}

  get value(): T {
    return this.current;
  }

  set(value: T): void {
    this.current = value;
    this.listeners.forEach((listener) => listener());
  }

  /** @returns what ends it */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

/** Draws a component anew whenever a store changes, as long as it is on the page. */
export class Shows<T> implements ReactiveController {
  private end: () => void = () => {};

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly store: Store<T>,
  ) {
    host.addController(this);
  }

  get value(): T {
    return this.store.value;
  }

  hostConnected(): void {
    this.end = this.store.subscribe(() => this.host.requestUpdate());
  }

  hostDisconnected(): void {
    this.end();
  }
}
